import { useTranslations } from "next-intl";
import { useSay } from "#components/use-say.ts";
import { launchWords } from "#lib/domain/step-turn.ts";

interface LaunchableStep {
  status: string;
  progress: number;
  lastAccessedAt: Date | null;
  partner: { name: string; active: boolean };
  standing: { kind: string } | null;
}

/**
 * Lets the student into a course that is in progress; draws nothing for any other step. `held`: it waits for
 * somebody else, so the way in is there but nothing calls for it.
 */
export function LaunchButton(props: {
  enrollmentId: string;
  enrollmentStatus: string;
  held?: boolean;
  step: LaunchableStep;
}) {
  const t = useTranslations("enrollment");
  const say = useSay();
  const { step } = props;
  if (step.status !== "in_progress" || props.enrollmentStatus !== "active" || !step.partner.active)
    return null;
  return (
    // A plain link: each visit makes a fresh way in at the partner, so nothing may fetch it ahead.
    <a
      href={`/lms/courses/${props.enrollmentId}/launch`}
      className={`button ${props.held ? "" : "button-primary"}`}
    >
      {props.held ? t("lookIn", { partner: step.partner.name }) : say(launchWords(step))}
    </a>
  );
}
