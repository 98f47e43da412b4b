/** Turns a paid order into an enrollment whose first step has begun. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import {
  enrollmentOfOrder,
  findEnrollmentRecipient,
  findStepFacts,
  openEnrollment,
} from "#lib/db/enrollments.ts";
import { findSeatsOf } from "#lib/db/course-sessions.ts";
import { openFailure, resolveFailures } from "#lib/db/failures.ts";
import type { OrderRow } from "#lib/db/orders.ts";
import { generateEnrollmentSteps } from "#lib/db/steps.ts";
import { dateInMail } from "#lib/automation/date-in-mail.ts";
import { advanceEnrollment } from "#lib/automation/advance-enrollment.ts";
import { queueMail } from "#lib/automation/queue-mail.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";

/**
 * Opens the enrollment of a paid order in the caller's commit; the caller holds the order's lock.
 *
 * Where that is not possible (already in that program, or the program has no path) the order keeps an open
 * failure instead: nothing paid is ever without one of the two. A second call changes nothing.
 */
export async function openEnrollmentOfOrder(tx: Tx, deps: WorkerDeps, order: OrderRow): Promise<void> {
  if (await enrollmentOfOrder(tx, order.id)) return;
  const opened = await tryToOpen(tx, order);
  if ("refused" in opened) return failOrder(tx, order, opened.refused);
  const { enrollmentId } = opened;
  await resolveFailures(tx, `order:${order.id}`, "the enrollment was opened");
  const { started } = await advanceEnrollment(tx, deps, enrollmentId, "the order was paid");
  const first = started && (await findStepFacts(tx, started.stepId));
  const recipient = await findEnrollmentRecipient(tx, enrollmentId);
  if (recipient) {
    await queueMail(tx, deps, {
      recipient,
      template: "order-paid",
      subjectKey: order.id,
      data: {
        programTitle: recipient.title,
        orderId: order.id,
        amountCents: order.amountCents,
        currency: order.currency,
        ...(first ? { firstPartnerLabel: first.partnerLabel } : {}),
        dates: (await findSeatsOf(tx, order.id, "booked")).map(dateInMail),
      },
    });
  }
}

const REFUSALS = {
  already_enrolled: "Paid a second time for a program the student is in already.",
  program_not_ready: "The program has no path a student could be enrolled in.",
} as const;

type Refusal = keyof typeof REFUSALS;

/** Opens the enrollment with its steps, or takes a half-made one back when the program's path refuses. */
async function tryToOpen(tx: Tx, order: OrderRow): Promise<{ enrollmentId: string } | { refused: Refusal }> {
  await sql`savepoint before_enrollment`.execute(tx);
  try {
    const enrollmentId = await openEnrollment(tx, order);
    if (!enrollmentId) return { refused: "already_enrolled" };
    await generateEnrollmentSteps(tx, enrollmentId);
    return { enrollmentId };
  } catch (error) {
    if ((error as { code?: string }).code !== CHECK_VIOLATION) throw error;
    await sql`rollback to savepoint before_enrollment`.execute(tx);
    return { refused: "program_not_ready" };
  }
}

/** What generate_enrollment_steps raises for a path it cannot use. */
const CHECK_VIOLATION = "23514";

async function failOrder(tx: Tx, order: OrderRow, reason: Refusal): Promise<void> {
  await openFailure(tx, {
    subject: `order:${order.id}`,
    reason,
    owner: "admin",
    message: REFUSALS[reason],
    retryInSeconds: null,
    studentId: order.studentId,
    programId: order.programId,
    courseId: order.courseId,
    orderId: order.id,
  });
}
