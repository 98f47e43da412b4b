import { sql } from "kysely";
import { asUser, type Database } from "#lib/db/client.ts";
import { storeAct } from "#lib/automation/store-act.ts";
import type { Claims } from "#lib/domain/claims.ts";

/** The student has no such course running there, or is somebody else's business: the same answer for both. */
export class NoRequiredCoursesError extends Error {
  override readonly name = "NoRequiredCoursesError";
}

/**
 * Asks the worker to enroll a student in the courses that what they take at a partner requires. A student may ask for
 * themself, an admin for anybody. Throws NoRequiredCoursesError when there is no such course or it is not theirs to ask.
 * Asking twice within a minute asks once; courses that are open already stay as they are.
 */
export async function requestCompanions(
  deps: { db: Database },
  request: { claims: Claims; studentId: string; partner: string },
): Promise<void> {
  const { claims, studentId, partner } = request;
  const minute = await asUser(deps.db, claims, async (tx) => {
    const { rows } = await sql<{ minute: string }>`
      select floor(extract(epoch from now()) / 60)::text as minute
      from public.enrollment_steps s
      join public.partner_lms_providers p on p.id = s.provider_id and p.provider_type = ${partner}
      where s.student_id = ${studentId} and s.status = 'in_progress'
        and (s.student_id = ${claims.sub} or public.is_admin())
        and exists (select from public.partner_course_requirements r where r.course_id = s.course_id)
      limit 1`.execute(tx);
    return rows[0]?.minute;
  });
  if (!minute) throw new NoRequiredCoursesError("no course there that requires others");
  await storeAct(deps, {
    eventId: `companions:${partner}:${studentId}:${minute}`,
    eventType: "companions.enroll",
    body: { studentId, partner, actor: `user:${claims.sub}` },
  });
}
