/** Enrollments and the facts around a step that background work needs in one read. */
import { sql } from "kysely";
import type { Connection, Tx } from "#lib/db/client.ts";

/**
 * Opens the enrollment of an order. Null when the order has one already, or when the student is already
 * in that program; `enrollmentOfOrder` tells which.
 */
export async function openEnrollment(
  tx: Tx,
  order: { id: string; studentId: string; programId: string | null; description: string },
): Promise<string | null> {
  const row = await tx
    .insertInto("enrollments")
    .values({
      user_id: order.studentId,
      program_id: order.programId,
      order_id: order.id,
      title: order.description,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The enrollment an order became, or null. */
export async function enrollmentOfOrder(tx: Tx, orderId: string): Promise<string | null> {
  const row = await tx
    .selectFrom("enrollments")
    .select("id")
    .where("order_id", "=", orderId)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Everything about a step that enrolling at its partner needs. */
export interface StepToEnroll {
  stepId: string;
  stepStatus: string;
  enrollmentId: string;
  enrollmentStatus: string;
  programId: string | null;
  student: { studentId: string; email: string; fullName: string };
  /** The student's account at the provider, once there is one. */
  externalAccountId: string | null;
  provider: { id: string; slug: string; name: string; active: boolean };
  course: { id: string; name: string; externalCode: string | null; kind: string };
}

/** Reads a step with its student, provider and course; null when it does not exist. */
export async function findStepToEnroll(db: Connection, stepId: string): Promise<StepToEnroll | null> {
  const row = await db
    .selectFrom("enrollment_steps as s")
    .innerJoin("enrollments as e", "e.id", "s.enrollment_id")
    .innerJoin("profiles as f", "f.id", "s.student_id")
    .innerJoin("partner_lms_providers as p", "p.id", "s.provider_id")
    .innerJoin("partner_courses as c", "c.id", "s.course_id")
    .leftJoin("partner_accounts as a", (join) =>
      join.onRef("a.provider_id", "=", "s.provider_id").onRef("a.student_id", "=", "s.student_id"),
    )
    .select("a.external_account_id")
    .select([
      "s.id",
      "s.status",
      "s.enrollment_id",
      "e.status as enrollment_status",
      "e.program_id",
      "s.student_id",
    ])
    .select([
      "f.email",
      "f.full_name",
      "p.id as provider_id",
      "p.provider_type",
      "p.provider_name",
      "p.active",
    ])
    .select(["c.id as course_id", "c.course_name", "c.external_course_code", "c.kind"])
    .where("s.id", "=", stepId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    stepId: row.id,
    stepStatus: row.status,
    enrollmentId: row.enrollment_id,
    enrollmentStatus: row.enrollment_status,
    programId: row.program_id,
    student: { studentId: row.student_id, email: row.email, fullName: row.full_name },
    externalAccountId: row.external_account_id,
    provider: { id: row.provider_id, slug: row.provider_type, name: row.provider_name, active: row.active },
    course: {
      id: row.course_id,
      name: row.course_name,
      externalCode: row.external_course_code,
      kind: row.kind,
    },
  };
}

/** Whom to write to about an enrollment, and what it is called. */
export async function findEnrollmentRecipient(
  tx: Tx,
  enrollmentId: string,
): Promise<{ studentId: string; email: string; name: string; title: string } | null> {
  const row = await tx
    .selectFrom("enrollments as e")
    .innerJoin("profiles as f", "f.id", "e.user_id")
    .select(["f.id", "f.email", "e.title", sql<string>`coalesce(f.legal_name, f.full_name)`.as("name")])
    .where("e.id", "=", enrollmentId)
    .executeTakeFirst();
  return row ? { studentId: row.id, email: row.email, name: row.name, title: row.title } : null;
}

/** A step as people speak of it: whose course, and where in the program (`step` 1 of `steps`). */
export interface StepFacts {
  partnerLabel: string;
  courseName: string;
  step: number;
  steps: number;
}

/** Reads how to speak of a step; null when it does not exist. */
export async function findStepFacts(tx: Tx, stepId: string): Promise<StepFacts | null> {
  const { rows } = await sql<StepFacts>`
    select p.provider_name as "partnerLabel", c.course_name as "courseName",
      count(*) filter (where o.sequence_order <= s.sequence_order)::int as step, count(*)::int as steps
    from public.enrollment_steps s
    join public.partner_lms_providers p on p.id = s.provider_id
    join public.partner_courses c on c.id = s.course_id
    join public.enrollment_steps o on o.enrollment_id = s.enrollment_id
    where s.id = ${stepId}
    group by s.id, p.id, c.id`.execute(tx);
  return rows[0] ?? null;
}
