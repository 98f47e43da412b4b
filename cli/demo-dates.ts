/** Dates of courses that are taught in part at a place, for a machine where the sandbox plays the partners. */
import pg from "pg";

/** Saturdays to come on which each such course is taught. */
const WEEKS = 6;

/**
 * Sees to it that every course of the sample programs that is taught in part in person has dates on the next
 * Saturdays, and returns how many were new. Dates that are there stay as they are. Needs the owner's rights.
 */
export async function addDemoDates(ownerUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query(ADD, [WEEKS]);
    return rowCount ?? 0;
  } finally {
    await client.end();
  }
}

/** Nine to one where the classroom is; the first Saturday is at least two days ahead. */
const ADD = `
  with saturdays as (
    select day + time '09:00' as begins, day + time '13:00' as ends
    from generate_series(1, $1::integer) as week,
      lateral (select (date_trunc('week', now() + interval '2 days') + make_interval(days => 7 * week - 2))::date as day) as of
  )
  insert into public.partner_course_sessions (course_id, starts_at, ends_at, time_zone, capacity, place)
  select c.id, s.begins at time zone 'America/Chicago', s.ends at time zone 'America/Chicago', 'America/Chicago', 12,
    'Demo classroom, 100 Example Street'
  from public.partner_courses c cross join saturdays s
  where c.delivery_format = 'hybrid' and c.kind = 'course' and c.active
    and exists (select from public.program_partner_lms o where o.course_id = c.id)
    and s.begins at time zone 'America/Chicago' > now() + interval '2 days'
    and not exists (
      select from public.partner_course_sessions d
      where d.course_id = c.id and d.starts_at = s.begins at time zone 'America/Chicago')`;
