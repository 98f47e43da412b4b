/**
 * Writes people, programs and enrollments straight into a test database, as its owner, and moves steps by the
 * step functions. For tests of what pages read; whatever is not said gets a plain value.
 */
import { randomBytes, randomUUID } from "node:crypto";
import type pg from "pg";
import type { Claims } from "#lib/domain/claims.ts";

export interface PersonRow {
  id: string;
  claims: Claims;
}

/** A provider with one course. */
export interface PartnerRow {
  providerId: string;
  courseId: string;
  slug: string;
}

export interface EnrollmentRow {
  orderId: string;
  enrollmentId: string;
  /** In the order of the path. */
  stepIds: string[];
}

/** Adds a person who confirmed their name, with a role beyond student when one is named. */
export async function addPerson(owner: pg.Client, name: string, role?: string): Promise<PersonRow> {
  const id = randomUUID();
  const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, ".")}.${id.slice(0, 8)}@example.com`;
  await owner.query(
    `insert into profiles (id, email, full_name, legal_name, legal_name_confirmed_at)
     values ($1, $2, $3, nullif($3, ''), case when $3 <> '' then now() end)`,
    [id, email, name],
  );
  if (role) await owner.query("insert into user_roles (user_id, role) values ($1, $2)", [id, role]);
  return { id, claims: { sub: id, role: "authenticated", email, aal: "aal1" } };
}

/** Adds a provider and a course there. */
export async function addPartner(
  owner: pg.Client,
  name: string,
  about: { active?: boolean; course?: string; kind?: string; delivery?: string; format?: string } = {},
): Promise<PartnerRow> {
  const slug = `${name
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, "-")
    .slice(0, 50)}-${randomBytes(3).toString("hex")}`;
  const provider = await insert(owner, "partner_lms_providers", {
    provider_name: name,
    provider_type: slug,
    active: about.active ?? true,
    delivery_description: about.delivery ?? "Online",
  });
  const course = await insert(owner, "partner_courses", {
    provider_id: provider,
    course_name: about.course ?? `${name} course`,
    course_code: "C-1",
    kind: about.kind ?? "course",
    delivery_format: about.format ?? "online",
  });
  return { providerId: provider, courseId: course, slug };
}

/** Adds a program whose positions are taught by these partners; a position with several lists them as options. */
export async function addProgram(
  owner: pg.Client,
  title: string,
  path: readonly (PartnerRow | readonly PartnerRow[])[],
  about: Record<string, unknown> = {},
): Promise<{ id: string; slug: string }> {
  const slug = `program-${randomBytes(4).toString("hex")}`;
  const id = await insert(owner, "programs", {
    title,
    slug,
    category: "healthcare",
    price_cents: 10_000,
    ...about,
  });
  for (const [index, options] of path.entries())
    for (const option of [options].flat())
      await insert(owner, "program_partner_lms", {
        program_id: id,
        provider_id: option.providerId,
        course_id: option.courseId,
        sequence_order: index + 1,
      });
  return { id, slug };
}

/** Adds an order in this state. */
export function addOrder(
  owner: pg.Client,
  student: PersonRow,
  program: { id: string },
  about: Record<string, unknown> & { status?: string } = {},
): Promise<string> {
  const unpaid = ["awaiting_payment", "awaiting_funds", "expired", "failed"];
  const paid = !unpaid.includes(about.status ?? "paid");
  return insert(owner, "orders", {
    student_id: student.id,
    program_id: program.id,
    status: "paid",
    amount_cents: 10_000,
    currency: "usd",
    description: "A program",
    paid_at: paid ? new Date() : null,
    ...about,
  });
}

/** Adds a paid order and its enrollment with all steps; the first begins (enrolling). */
export async function enroll(
  owner: pg.Client,
  student: PersonRow,
  program: { id: string },
  title = "A program",
): Promise<EnrollmentRow> {
  const orderId = await addOrder(owner, student, program, { description: title });
  const enrollmentId = await insert(owner, "enrollments", {
    user_id: student.id,
    program_id: program.id,
    order_id: orderId,
    title,
  });
  await owner.query("select generate_enrollment_steps($1)", [enrollmentId]);
  await owner.query("select advance_to_next_step($1)", [enrollmentId]);
  const steps = await owner.query<{ id: string }>(
    "select id from enrollment_steps where enrollment_id = $1 order by sequence_order",
    [enrollmentId],
  );
  return { orderId, enrollmentId, stepIds: steps.rows.map((row) => row.id) };
}

/** Lets the partner confirm the enrollment of an enrolling step; returns the partner enrollment's id. */
export async function startStep(owner: pg.Client, stepId: string, progress = 0): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into partner_lms_enrollments (provider_id, student_id, course_id, enrollment_id, step_id, status,
       external_enrollment_id, external_account_id, progress_percentage)
     select provider_id, student_id, course_id, enrollment_id, id, 'active', 'ext-' || id, 'acc-' || student_id, $2
     from enrollment_steps where id = $1 returning id`,
    [stepId, progress],
  );
  const id = rows[0]!.id;
  await owner.query("select mark_step_started($1, $2)", [stepId, id]);
  return id;
}

/** Lets the partner say that a step in progress is finished, and starts the next one. */
export async function completeStep(owner: pg.Client, stepId: string): Promise<void> {
  await owner.query("select mark_step_complete($1, $2)", [stepId, `ext-${stepId}`]);
  await owner.query("select advance_to_next_step(enrollment_id) from enrollment_steps where id = $1", [
    stepId,
  ]);
}

/** Adds the school's certificate of an enrollment; returns its public id. */
export async function addCertificate(
  owner: pg.Client,
  student: PersonRow,
  enrollmentId: string,
  about: Record<string, unknown> = {},
): Promise<string> {
  const publicId = randomBytes(16).toString("base64url");
  await insert(owner, "certificates", {
    public_id: publicId,
    enrollment_id: enrollmentId,
    student_id: student.id,
    holder_name: "Ada Example",
    program_title: "A program",
    steps: JSON.stringify([{ courseName: "First aid", partnerLabel: "HSI", completedOn: "2026-11-01" }]),
    ...about,
  });
  return publicId;
}

/** Inserts one row and returns its id. Table and column names come from the test itself. */
export async function insert(
  owner: pg.Client,
  table: string,
  values: Record<string, unknown>,
): Promise<string> {
  const columns = Object.keys(values);
  const places = columns.map((_, index) => `$${index + 1}`);
  const { rows } = await owner.query<{ id: string }>(
    `insert into public.${table} (${columns.join(", ")}) values (${places.join(", ")}) returning id`,
    Object.values(values),
  );
  return rows[0]!.id;
}
