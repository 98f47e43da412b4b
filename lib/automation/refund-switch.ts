/** Gives back what a switch made cheaper, once. */
import { asItself } from "#lib/db/client.ts";
import { openFailure, resolveFailures } from "#lib/db/failures.ts";
import { bookSwitchRefund, findSwitchRefund, type SwitchRefund } from "#lib/db/switch-refunds.ts";
import { failureAbout } from "#lib/automation/failure-subject.ts";
import { longestWait } from "#lib/automation/partner-trouble.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { PaymentError } from "#lib/payments/index.ts";
import { RETRY_WINDOW_SECONDS } from "#lib/queue/jobs.ts";
import type { Run } from "#lib/queue/runner.ts";

/** Stripe's words for a refund that will not arrive. */
const LOST: readonly (string | null)[] = ["failed", "canceled"];

/** Refunds the difference of a switch and books it. The same refund is asked for on every run; booked, nothing happens. */
export async function refundSwitch(deps: WorkerDeps, run: Run<"refund-switch">): Promise<void> {
  const refund = await findSwitchRefund(deps.db.kysely, run.data.switchId);
  if (!refund) return;
  try {
    const { paymentIntentId, amountCents } = refund;
    const key = `baton-switch-${refund.switchId}`;
    const made = await deps.payments.refund({ paymentIntentId, amountCents, key });
    if (LOST.includes(made.status)) throw refused(made.status);
    await asItself(deps.db, async (tx) => {
      await bookSwitchRefund(tx, refund, made.refundId);
      await resolveFailures(tx, failureAbout("refund", refund.switchId), "the difference was refunded");
    });
  } catch (error) {
    await recordTrouble(deps, refund, run.attempt, error);
  }
}

async function recordTrouble(
  deps: WorkerDeps,
  refund: SwitchRefund,
  attempt: number,
  error: unknown,
): Promise<void> {
  const isRefused = error instanceof PaymentError && error.kind === "rejected";
  const openSeconds = await asItself(deps.db, (tx) =>
    openFailure(tx, {
      subject: failureAbout("refund", refund.switchId),
      reason: "refund_failed",
      owner: isRefused ? "admin" : "us",
      message: error instanceof PaymentError ? error.message : "The refund of a switch could not be made.",
      retryInSeconds: isRefused ? null : longestWait("refund-switch", attempt),
      studentId: refund.studentId,
      orderId: refund.orderId,
      enrollmentId: refund.enrollmentId,
      stepId: refund.stepId,
    }),
  );
  if (!isRefused && openSeconds < RETRY_WINDOW_SECONDS) throw error;
}

function refused(status: string | null): PaymentError {
  return new PaymentError("rejected", {
    operation: "refund",
    message: `the refund is ${status ?? "unknown"}`,
  });
}
