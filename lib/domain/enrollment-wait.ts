/** Does a page about this enrollment wait for somebody other than the student? */

/** What happened so far, as much as the question needs. */
export interface RunningEnrollment {
  status: string;
  steps: readonly { status: string; progress: number }[];
  certificate: object | null;
}

/** True while something is likely to change by itself soon: setting up, confirming, issuing the certificate. */
export function isWaiting(enrollment: RunningEnrollment): boolean {
  if (enrollment.status === "completed") return enrollment.certificate === null;
  if (enrollment.status !== "active") return false;
  if (enrollment.steps.length === 0) return true;
  return enrollment.steps.some(
    (step) => step.status === "enrolling" || (step.status === "in_progress" && step.progress >= 100),
  );
}
