/** Does a page about this enrollment wait for somebody other than the student? */

/** What happened so far, as much as the question needs. */
export interface RunningEnrollment {
  status: string;
  steps: readonly { status: string; progress: number; standing: { kind: string } | null }[];
  certificate: object | null;
  /** The certificate waits for its student to confirm a name. */
  waitsForName?: boolean;
}

/** A new voucher follows within a minute. */
const SOON_OVER = ["exam_failed", "voucher_expired"];

/** True while something is likely to change by itself soon: setting up, confirming, a new voucher, issuing the certificate. */
export function isWaiting(enrollment: RunningEnrollment): boolean {
  if (enrollment.status === "completed") return enrollment.certificate === null && !enrollment.waitsForName;
  if (enrollment.status !== "active") return false;
  if (enrollment.steps.length === 0) return true;
  return enrollment.steps.some(
    ({ status, progress, standing }) =>
      status === "enrolling" ||
      (status === "in_progress" && (progress >= 100 || SOON_OVER.includes(standing?.kind ?? ""))),
  );
}
