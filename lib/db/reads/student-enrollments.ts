/**
 * What a student sees of their own road: orders, enrollments, steps, certificates.
 *
 * Row-level security decides what may be seen; the filter on the person is there because an admin may see
 * everybody, and their own pages must still show their own rows only.
 */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import { readPartnerCertificates, type PartnerCertificateRow } from "#lib/db/reads/partner-certificates.ts";
import { readStepsOf, type StudentStep } from "#lib/db/reads/student-steps.ts";

/** A purchase as its student sees it. Money in minor units. */
export interface StudentOrder {
  id: string;
  title: string;
  status: string;
  amountCents: number;
  currency: string;
  createdAt: Date;
  paidAt: Date | null;
  /** The payment page while it can still be used, else null. */
  checkoutUrl: string | null;
  enrollmentId: string | null;
}

/** The school's certificate of one enrollment. */
export interface StudentCertificate {
  id: string;
  publicId: string;
  /** Whole number, counted up by the school; text because it can outgrow a JavaScript number. */
  number: string;
  status: string;
  issuedAt: Date;
}

export interface StudentEnrollment {
  id: string;
  title: string;
  /** Null for a single course that was bought without a program. */
  programSlug: string | null;
  status: string;
  createdAt: Date;
  completedAt: Date | null;
  /** In the order of the path. */
  steps: (StudentStep & { certificates: PartnerCertificateRow[] })[];
  certificate: StudentCertificate | null;
}

export interface StudentOverview {
  /** Newest first. */
  orders: StudentOrder[];
  /** Newest first. */
  enrollments: StudentEnrollment[];
}

const ME = sql<string>`(select auth.uid())`;

/** Reads every order and enrollment of the person this transaction acts for. Five queries, whatever they own. */
export async function readStudentEnrollments(tx: Tx): Promise<StudentOverview> {
  const [orders, enrollments] = [await readOrders(tx), await readEnrollments(tx)];
  const ids = enrollments.map((enrollment) => enrollment.id);
  const steps = Map.groupBy(await readStepsOf(tx, ids), (step) => step.enrollmentId);
  const earned = Map.groupBy(await readPartnerCertificates(tx, ids), (row) => row.stepId);
  const certificates = await readCertificates(tx, ids);
  return {
    orders,
    enrollments: enrollments.map((enrollment) => ({
      ...enrollment,
      steps: (steps.get(enrollment.id) ?? []).map((step) => ({
        ...step,
        certificates: earned.get(step.id) ?? [],
      })),
      certificate: certificates.get(enrollment.id) ?? null,
    })),
  };
}

function readOrders(tx: Tx): Promise<StudentOrder[]> {
  return tx
    .selectFrom("orders")
    .leftJoin("enrollments", "enrollments.order_id", "orders.id")
    .where("orders.student_id", "=", ME)
    .orderBy("orders.created_at", "desc")
    .select([
      "orders.id",
      "orders.description as title",
      "orders.status",
      "orders.amount_cents as amountCents",
      "orders.currency",
      "orders.created_at as createdAt",
      "orders.paid_at as paidAt",
      "enrollments.id as enrollmentId",
      openCheckout.as("checkoutUrl"),
    ])
    .execute();
}

const openCheckout = sql<string | null>`case
  when orders.status = 'awaiting_payment' and orders.checkout_expires_at > now() then orders.checkout_url end`;

function readEnrollments(tx: Tx) {
  return tx
    .selectFrom("enrollments")
    .leftJoin("programs", "programs.id", "enrollments.program_id")
    .where("enrollments.user_id", "=", ME)
    .orderBy("enrollments.created_at", "desc")
    .select([
      "enrollments.id",
      "enrollments.title",
      "programs.slug as programSlug",
      "enrollments.status",
      "enrollments.created_at as createdAt",
      "enrollments.completed_at as completedAt",
    ])
    .execute();
}

/** The valid certificate of each enrollment, or the newest revoked one where none is valid. */
async function readCertificates(tx: Tx, enrollmentIds: string[]): Promise<Map<string, StudentCertificate>> {
  if (enrollmentIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom("certificates")
    .where("student_id", "=", ME)
    .where("enrollment_id", "in", enrollmentIds)
    .distinctOn("enrollment_id")
    .orderBy("enrollment_id")
    .orderBy((eb) => eb("status", "=", "valid"), "desc")
    .orderBy("issued_at", "desc")
    .select(["enrollment_id", "id", "public_id as publicId", "certificate_number as number", "status"])
    .select("issued_at as issuedAt")
    .execute();
  return new Map(rows.map(({ enrollment_id, ...certificate }) => [enrollment_id, certificate]));
}
