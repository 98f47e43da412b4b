/** Job → use-case: the whole of what the worker can do. */
import { arrangeRetake } from "#lib/automation/arrange-retake.ts";
import { autoEnrollPartnerCourse } from "#lib/automation/auto-enroll-partner-course.ts";
import { checkEnrollment } from "#lib/automation/enroll-again.ts";
import { enrollCompanions } from "#lib/automation/enroll-companions.ts";
import { collectPartnerRecords, fetchPartnerCertificate } from "#lib/automation/fetch-partner-certificate.ts";
import { checkAlerts } from "#lib/automation/check-alerts.ts";
import { eraseDuePeople } from "#lib/automation/request-deletion.ts";
import { handleAdminAct } from "#lib/automation/handle-admin-act.ts";
import { handlePartnerEvent } from "#lib/automation/handle-partner-event.ts";
import { handleStripeEvent } from "#lib/automation/handle-stripe-event.ts";
import { issueCertificate } from "#lib/automation/issue-certificate.ts";
import { nudgeStuckStudents } from "#lib/automation/nudge-stuck-students.ts";
import { pruneHistory } from "#lib/automation/prune-history.ts";
import { refundSwitch } from "#lib/automation/refund-switch.ts";
import { reconcilePayments } from "#lib/automation/reconcile-payments.ts";
import { releaseVoucher } from "#lib/automation/release-voucher.ts";
import { sendAlert } from "#lib/automation/send-alert.ts";
import { sendMail } from "#lib/automation/send-mail.ts";
import { settleCheckout } from "#lib/automation/settle-checkout.ts";
import { settleOrder } from "#lib/automation/settle-order.ts";
import { sweep } from "#lib/automation/sweep.ts";
import { switchPartner } from "#lib/automation/switch-partner.ts";
import { syncPartner } from "#lib/automation/sync-partner.ts";
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
    "sync-partner": (run) => syncPartner(deps, run),
    "arrange-retake": (run) => arrangeRetake(deps, run),
    "release-voucher": (run) => releaseVoucher(deps, run),
    "enroll-companions": (run) => enrollCompanions(deps, run),
    "switch-partner": (run) => switchPartner(deps, run),
    "refund-switch": (run) => refundSwitch(deps, run),
    "check-enrollment": (run) => checkEnrollment(deps, run),
    "fetch-partner-certificate": (run) => fetchPartnerCertificate(deps, run),
    sweep: () => sweep(deps),
    "sync-active-partner-enrollments": () => syncAllActivePartnerEnrollments(deps),
    "collect-partner-records": () => collectPartnerRecords(deps),
    "reconcile-payments": async () => {
      await reconcilePayments(deps, new Date());
    },
    "check-alerts": () => checkAlerts(deps),
    "send-alert": (run) => sendAlert(deps, run),
    "prune-history": () => pruneHistory(deps),
    "nudge-stuck-students": () => nudgeStuckStudents(deps),
    "erase-due-people": () => eraseDuePeople(deps),
  };
}
