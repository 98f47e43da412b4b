/** Applications as people see them: by their public id, one's own, and all of them for admins. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import { containing } from "#lib/db/reads/named-like.ts";
import { pageOf, windowOf, type PageOf } from "#lib/db/reads/page-of.ts";

export interface ApplicationStanding {
  status: string;
  programTitle: string;
  programSlug: string;
  createdAt: Date;
  updatedAt: Date;
}

/** Public ids are base64url; anything else is not asked of the database. */
const PUBLIC_ID = /^[A-Za-z0-9_-]{22,64}$/;

/** Finds how an application stands by its public id, as the web itself; null when there is none. */
export async function findApplication(tx: Tx, publicId: string): Promise<ApplicationStanding | null> {
  if (!PUBLIC_ID.test(publicId)) return null;
  const { rows } = await sql<ApplicationStanding>`
    select status, program_title as "programTitle", program_slug as "programSlug", created_at as "createdAt",
      updated_at as "updatedAt"
    from public.find_application(${publicId})`.execute(tx);
  return rows[0] ?? null;
}

/** Lists what the person applied for, newest first. */
export function listMyApplications(
  tx: Tx,
): Promise<{ publicId: string; programTitle: string; status: string; createdAt: Date }[]> {
  return tx
    .selectFrom("applications as a")
    .innerJoin("programs as p", "p.id", "a.program_id")
    .where("a.student_id", "=", sql<string>`(select auth.uid())`)
    .select(["a.public_id as publicId", "p.title as programTitle", "a.status", "a.created_at as createdAt"])
    .orderBy("a.created_at", "desc")
    .execute();
}

/** Programs somebody can apply for, by title. */
export function listApplicationPrograms(tx: Tx): Promise<{ id: string; slug: string; title: string }[]> {
  return tx
    .selectFrom("programs")
    .where("active", "=", true)
    .select(["id", "slug", "title"])
    .orderBy("title")
    .execute();
}

export interface AdminApplication {
  id: string;
  programId: string;
  programTitle: string;
  studentId: string | null;
  fullName: string;
  email: string;
  phone: string | null;
  message: string;
  status: string;
  createdAt: Date;
  decidedAt: Date | null;
  decisionNote: string | null;
  duplicateOf: string | null;
  /** Other open ones for the same program with the same e-mail, phone, or name. */
  lookAlikes: number;
}

/** Two applications for one program look alike when e-mail, phone or name are the same, spelling aside. */
const ALIKE = sql`b.id <> a.id and b.program_id = a.program_id and b.status in ('received', 'claimed')
  and (lower(b.email) = lower(a.email)
    or regexp_replace(b.phone, '\\D', '', 'g') = nullif(regexp_replace(a.phone, '\\D', '', 'g'), '')
    or lower(b.full_name) = lower(a.full_name))`;

const COLUMNS = sql`a.id, a.program_id as "programId", p.title as "programTitle", a.student_id as "studentId",
  a.full_name as "fullName", a.email, a.phone, a.message, a.status, a.created_at as "createdAt",
  a.decided_at as "decidedAt", a.decision_note as "decisionNote", a.duplicate_of as "duplicateOf",
  case when a.status in ('received', 'claimed') then (select count(*)::int from public.applications b where ${ALIKE}) else 0 end
    as "lookAlikes"`;

/** What an admin's list shows. */
export interface ApplicationQuery {
  /** Part of a name or e-mail; empty for all. */
  search: string;
  /** `open` for those somebody may still decide on, else all. */
  open: boolean;
  page: number;
}

/** Lists applications, newest first; admins only see rows of others. */
export async function listApplications(
  tx: Tx,
  { search, open, page }: ApplicationQuery,
): Promise<PageOf<AdminApplication>> {
  const { limit, offset } = windowOf(page);
  const like = containing(search);
  const { rows } = await sql<AdminApplication>`
    select ${COLUMNS} from public.applications a join public.programs p on p.id = a.program_id
    where public.is_admin() and (not ${open} or a.status in ('received', 'claimed'))
      and (${search} = '' or a.full_name ilike ${like} or a.email ilike ${like})
    order by a.created_at desc, a.id limit ${limit} offset ${offset}`.execute(tx);
  return pageOf(rows, page);
}

/** Reads one application with those that look like it; null when there is none. Admins only. */
export async function readApplication(
  tx: Tx,
  id: string,
): Promise<{ application: AdminApplication; lookAlikes: AdminApplication[] } | null> {
  const { rows } = await sql<AdminApplication>`
    select ${COLUMNS} from public.applications a join public.programs p on p.id = a.program_id
    where a.id = ${id} and public.is_admin()`.execute(tx);
  const [application] = rows;
  if (!application) return null;
  const alike = await sql<AdminApplication>`
    select ${COLUMNS} from public.applications a join public.programs p on p.id = a.program_id
    where exists (select from public.applications b where b.id = ${id} and ${ALIKE})
      and a.status in ('received', 'claimed') and public.is_admin()
    order by a.created_at`.execute(tx);
  return { application, lookAlikes: alike.rows };
}
