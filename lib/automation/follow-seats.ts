/** What follows from a seat beyond its row: who is told, and which failure opens. */
import { asItself, type Tx } from "#lib/db/client.ts";
import {
  findSeatsOf,
  lockUntoldSeats,
  noteTold,
  type SeatFacts,
  type UntoldSeat,
} from "#lib/db/course-sessions.ts";
import { openFailure } from "#lib/db/failures.ts";
import { findBuyer, type OrderRow } from "#lib/db/orders.ts";
import type { InboxOutcome } from "#lib/inbox/events.ts";
import { dateInMail } from "#lib/automation/date-in-mail.ts";
import { failureAbout } from "#lib/automation/failure-subject.ts";
import { queueMail, type MailDeps } from "#lib/automation/queue-mail.ts";
import { SWEPT_AT_ONCE } from "#lib/automation/swept.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";

/** Opens a failure, and writes to the student, for every seat of a paid order that was gone when the money came. */
export async function followPaidSeats(tx: Tx, deps: MailDeps, order: OrderRow): Promise<void> {
  const lost = await findSeatsOf(tx, order.id, "lost");
  const buyer = lost.length > 0 ? await findBuyer(tx, order.id) : null;
  for (const seat of lost) {
    await failSeat(tx, {
      ...seat,
      orderId: order.id,
      programId: order.programId,
      studentId: order.studentId,
    });
    if (!buyer) continue;
    await queueMail(tx, deps, {
      recipient: buyer,
      template: "date-lost",
      subjectKey: seat.seatId,
      data: { ...dateInMail(seat), ...reasonOf(seat) },
    });
  }
}

/** Writes to everybody whose booked date changed or was canceled since they were told. A second call finds nobody. */
export async function tellOfChanges(tx: Tx, deps: MailDeps): Promise<InboxOutcome> {
  for (const seat of await lockUntoldSeats(tx, SWEPT_AT_ONCE)) {
    if (seat.cancelReason !== null) await failSeat(tx, { ...seat, studentId: seat.student.studentId });
    await tell(tx, deps, seat);
    await noteTold(tx, seat.seatId, seat.sequence);
  }
  return "applied";
}

/** Tells whoever an act did not reach: more people than one act takes, or a change without one. */
export async function tellOfChangesLeft(deps: WorkerDeps): Promise<void> {
  await asItself(deps.db, (tx) => tellOfChanges(tx, deps));
}

async function tell(tx: Tx, deps: MailDeps, seat: UntoldSeat): Promise<void> {
  // One mail for each change, whatever number of workers.
  const subjectKey = `${seat.seatId}:${seat.sequence}`;
  const data = dateInMail(seat);
  if (seat.cancelReason === null)
    await queueMail(tx, deps, { recipient: seat.student, template: "date-changed", subjectKey, data });
  else
    await queueMail(tx, deps, {
      recipient: seat.student,
      template: "date-lost",
      subjectKey,
      data: { ...data, ...reasonOf(seat) },
    });
}

function reasonOf({ cancelReason }: SeatFacts): { reason?: string } {
  return cancelReason === null ? {} : { reason: cancelReason };
}

async function failSeat(
  tx: Tx,
  seat: SeatFacts & { orderId: string; programId: string | null; studentId: string },
): Promise<void> {
  const canceled = seat.cancelReason !== null;
  await openFailure(tx, {
    subject: failureAbout("seat", seat.seatId),
    reason: canceled ? "date_canceled" : "seat_lost",
    owner: "student",
    message: canceled
      ? "The date was canceled: the student has to choose another one."
      : "The payment came when the seat was gone: the student has to choose another date.",
    retryInSeconds: null,
    studentId: seat.studentId,
    courseId: seat.courseId,
    programId: seat.programId,
    orderId: seat.orderId,
  });
}
