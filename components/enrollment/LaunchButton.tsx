interface LaunchableStep {
  status: string;
  progress: number;
  lastAccessedAt: Date | null;
  partner: { name: string; active: boolean };
}

/** Lets the student into a course that is in progress; draws nothing for any other step. */
export function LaunchButton(props: {
  enrollmentId: string;
  enrollmentStatus: string;
  step: LaunchableStep;
}) {
  const { step } = props;
  if (step.status !== "in_progress" || props.enrollmentStatus !== "active" || !step.partner.active)
    return null;
  const isBegun = step.progress > 0 || step.lastAccessedAt !== null;
  return (
    // A plain link: each visit makes a fresh way in at the partner, so nothing may fetch it ahead.
    <a href={`/lms/courses/${props.enrollmentId}/launch`} className="button button-primary">
      {isBegun ? "Continue" : "Start"} at {step.partner.name}
    </a>
  );
}
