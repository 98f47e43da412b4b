/** Enrollments with their student and path. Admins only see rows. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import { namedLike } from "#lib/db/reads/named-like.ts";
import { pageOf, windowOf, type PageOf } from "#lib/db/reads/page-of.ts";
import { readStepsOf, type StudentStep } from "#lib/db/reads/student-steps.ts";

export interface AdminEnrollment {
  id: string;
  title: string;
  status: string;
  createdAt: Date;
  completedAt: Date | null;
  orderStatus: string;
  student: { name: string; email: string };
  openFailures: number;
  steps: StudentStep[];
}

/** Lists enrollments, newest first; `search` is part of a student's name or e-mail. Two queries. */
export async function listEnrollments(
  tx: Tx,
  search: string,
  page: number,
): Promise<PageOf<AdminEnrollment>> {
  let query = selectEnrollments(tx);
  if (search) query = query.where(namedLike("student", search));
  const { limit, offset } = windowOf(page);
  const rows = await query
    .orderBy("enrollment.created_at", "desc")
    .orderBy("enrollment.id")
    .limit(limit)
    .offset(offset)
    .execute();
  const shown = pageOf(rows, page);
  return { ...shown, rows: await withSteps(tx, shown.rows) };
}

/** Reads one enrollment with its steps; null when there is none. */
export async function findEnrollment(tx: Tx, id: string): Promise<AdminEnrollment | null> {
  const rows = await selectEnrollments(tx).where("enrollment.id", "=", id).execute();
  const [enrollment] = await withSteps(tx, rows);
  return enrollment ?? null;
}

async function withSteps(tx: Tx, rows: EnrollmentRow[]): Promise<AdminEnrollment[]> {
  const steps = await readStepsOf(
    tx,
    rows.map((row) => row.id),
  );
  const byEnrollment = Map.groupBy(steps, (step) => step.enrollmentId);
  return rows.map(({ full_name, email, ...row }) => ({
    ...row,
    student: { name: full_name, email },
    steps: byEnrollment.get(row.id) ?? [],
  }));
}

function selectEnrollments(tx: Tx) {
  return tx
    .selectFrom("enrollments as enrollment")
    .innerJoin("profiles as student", "student.id", "enrollment.user_id")
    .innerJoin("orders", "orders.id", "enrollment.order_id")
    .select([
      "enrollment.id",
      "enrollment.title",
      "enrollment.status",
      "enrollment.created_at as createdAt",
      "enrollment.completed_at as completedAt",
      "orders.status as orderStatus",
      "student.full_name",
      "student.email",
      sql<number>`(
        select count(*)::int from partner_lms_enrollment_failures failure
        where failure.enrollment_id = enrollment.id and failure.resolved_at is null)`.as("openFailures"),
    ]);
}

type EnrollmentRow = Awaited<ReturnType<ReturnType<typeof selectEnrollments>["execute"]>>[number];
