/**
 * What a student sees of their own road: orders, enrollments, steps, certificates.
 *
 * Row-level security decides what may be seen; the filter on the person is there because an admin may see
 * everybody, and their own pages must still show their own rows only.
 */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import { readAlternatives, type Alternative } from "#lib/db/reads/alternatives.ts";
import { readCompanions, type Companion } from "#lib/db/reads/companions.ts";
import { readMyOrders, type StudentOrder } from "#lib/db/reads/my-orders.ts";
import { readStepSwitches, type StepSwitch } from "#lib/db/reads/my-switch.ts";
import { readPartnerCertificates, type PartnerCertificateRow } from "#lib/db/reads/partner-certificates.ts";
import { readStepsOf, type StudentStep } from "#lib/db/reads/student-steps.ts";
import { isStepOver } from "#lib/domain/step-status.ts";

/** The school's certificate of one enrollment. */
export interface StudentCertificate {
  id: string;
  publicId: string;
  /** Whole number, counted up by the school; text because it can outgrow a JavaScript number. */
  number: string;
  status: string;
  issuedAt: Date;
}

/** A station of the path with everything that stands beside it. */
export interface StudentEnrollmentStep extends StudentStep {
  certificates: PartnerCertificateRow[];
  /** Courses taken along with this one, because it requires them. */
  companions: Companion[];
  /** Where a partner is switched off: active ones that teach the same position. Empty for everybody else. */
  alternatives: Alternative[];
  /** Whether the step moves, or may move, to another partner; null where it stays. */
  switching: StepSwitch | null;
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
  steps: StudentEnrollmentStep[];
  certificate: StudentCertificate | null;
  /** It is finished, and the student has not confirmed the name for the certificate. */
  waitsForName: boolean;
}

export interface StudentOverview {
  /** Newest first. */
  orders: StudentOrder[];
  /** Newest first. */
  enrollments: StudentEnrollment[];
}

const ME = sql<string>`(select auth.uid())`;

/** Reads every order and enrollment of the person this transaction acts for. Eight queries at most, whatever they own. */
export async function readStudentEnrollments(tx: Tx): Promise<StudentOverview> {
  const [orders, enrollments] = [await readMyOrders(tx), await readEnrollments(tx)];
  const ids = enrollments.map((enrollment) => enrollment.id);
  const all = await readStepsOf(tx, ids);
  const steps = Map.groupBy(all, (step) => step.enrollmentId);
  const earned = Map.groupBy(await readPartnerCertificates(tx, ids), (row) => row.stepId);
  const companions = Map.groupBy(await readCompanions(tx, ids), (row) => row.stepId);
  const away = all.filter((step) => !step.partner.active && !isStepOver(step.status));
  const alternatives = Map.groupBy(
    await readAlternatives(
      tx,
      away.map((step) => step.id),
    ),
    (row) => row.stepId,
  );
  const certificates = await readCertificates(tx, ids);
  const switches = await readStepSwitches(tx, ids);
  return {
    orders,
    enrollments: enrollments.map((enrollment) => ({
      ...enrollment,
      steps: (steps.get(enrollment.id) ?? []).map((step) => ({
        ...step,
        certificates: earned.get(step.id) ?? [],
        companions: companions.get(step.id) ?? [],
        alternatives: alternatives.get(step.id) ?? [],
        switching: switches.get(step.id) ?? null,
      })),
      certificate: certificates.get(enrollment.id) ?? null,
    })),
  };
}

const waitsForName = sql<boolean>`(enrollments.status = 'completed'
  and not exists (select from public.certificates c where c.enrollment_id = enrollments.id)
  and exists (select from public.profiles f where f.id = enrollments.user_id and f.legal_name_confirmed_at is null))`;

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
      waitsForName.as("waitsForName"),
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
