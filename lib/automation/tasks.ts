/** Job → use-case: the whole of what the worker can do. */
import { autoEnrollPartnerCourse } from "#lib/automation/auto-enroll-partner-course.ts";
import { handleAdminAct } from "#lib/automation/handle-admin-act.ts";
import { handlePartnerEvent } from "#lib/automation/handle-partner-event.ts";
import { handleStripeEvent } from "#lib/automation/handle-stripe-event.ts";
import { issueCertificate } from "#lib/automation/issue-certificate.ts";
import { reconcilePayments } from "#lib/automation/reconcile-payments.ts";
import { sendMail } from "#lib/automation/send-mail.ts";
import { settleCheckout } from "#lib/automation/settle-checkout.ts";
import { settleOrder } from "#lib/automation/settle-order.ts";
import { sweep } from "#lib/automation/sweep.ts";
import { syncAllActivePartnerEnrollments, syncSingleEnrollment } from "#lib/automation/sync-progress.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import type { Tasks } from "#lib/queue/queue.ts";

/** Binds every task to what it works with. */
export function tasksOf(deps: WorkerDeps): Tasks {
  return {
    "handle-stripe-event": (run) => handleStripeEvent(deps, run),
    "handle-partner-event": (run) => handlePartnerEvent(deps, run),
    "handle-admin-act": (run) => handleAdminAct(deps, run),
    "settle-order": (run) => settleOrder(deps, run),
    "settle-checkout": async (run) => {
      await settleCheckout(deps, run.data.sessionId, false);
    },
    "enroll-step": (run) => autoEnrollPartnerCourse(deps, run),
    "issue-certificate": (run) => issueCertificate(deps, run),
    "send-mail": (run) => sendMail(deps, run),
    "sync-partner-enrollment": (run) => syncSingleEnrollment(deps, run),
    sweep: () => sweep(deps),
    "sync-active-partner-enrollments": () => syncAllActivePartnerEnrollments(deps),
    "reconcile-payments": async () => {
      await reconcilePayments(deps, new Date());
    },
  };
}
