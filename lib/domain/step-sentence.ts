/** What a step tells its student: where it stands, why it waits, how long that usually takes. */
import { failureReasonOf } from "#lib/domain/failed-step.ts";
import { sentence, type Sentence } from "#lib/domain/sentence.ts";
import { standingSentence, type SpokenStanding, type Telling } from "#lib/domain/standing-sentence.ts";
import { isStepOver } from "#lib/domain/step-status.ts";

/** What the sentence needs to know of a step. */
export interface SpokenStep {
  status: string;
  /** `kind` is `partner_courses.kind`. */
  course: { kind: string };
  partner: { slug: string; name: string; active: boolean };
  /** What the partner says besides progress; null before it said anything. */
  standing: SpokenStanding | null;
  /** Whole percentage, as the partner says. */
  progress: number;
  lastAccessedAt: Date | null;
  /** When the step came into the state it is in. */
  since: Date;
  /** Written for people by whoever let the step fail. */
  errorMessage: string | null;
}

/** How long a partner may take before we say that it takes longer than usual. */
export const SETUP_USUALLY_MINUTES = 10;

/**
 * Says one step of a path in a sentence or two. `earlier` are the steps before it, in the order of the path;
 * `enrollmentStatus` is the state of the whole enrollment.
 */
export function stepSentence(
  step: SpokenStep,
  earlier: readonly SpokenStep[],
  enrollmentStatus: string,
  telling: Telling,
): Sentence {
  const partner = step.partner.name;
  switch (step.status) {
    case "completed":
      return sentence("step.finished", { partner });
    case "skipped":
      return sentence("step.waived");
    case "canceled":
      return sentence("step.canceled");
    case "failed":
      return failedSentence(step);
  }
  if (enrollmentStatus === "suspended") return sentence("step.paused");
  if (step.status === "pending") return waitingSentence(earlier);
  if (!step.partner.active) return sentence("step.partnerAway", { partner });
  return step.status === "enrolling"
    ? settingUpSentence(step, earlier.at(-1), telling.now)
    : (standingSentence(step, telling) ?? runningSentence(step));
}

/** Names what a student does at this step, from `partner_courses.kind`. */
export function nounOf(kind: string): Sentence {
  switch (kind) {
    case "exam":
      return sentence("noun.exam");
    case "external_module":
      return sentence("noun.module");
    case "service":
      return sentence("noun.order");
    default:
      return sentence("noun.course");
  }
}

/** A waived step in between is nothing to wait for. */
function waitingSentence(earlier: readonly SpokenStep[]): Sentence {
  const ahead = earlier.findLast((step) => !isStepOver(step.status));
  return ahead ? sentence("step.opensAfter", { partner: ahead.partner.name }) : sentence("step.inAMoment");
}

function settingUpSentence(step: SpokenStep, before: SpokenStep | undefined, now: Date): Sentence {
  const about = { partner: step.partner.name, noun: nounOf(step.course.kind) };
  const minutes = (now.getTime() - step.since.getTime()) / 60_000;
  if (minutes > SETUP_USUALLY_MINUTES) return sentence("step.setupSlow", about);
  const setup = sentence("step.settingUp", about);
  if (before?.status !== "completed") return setup;
  const finished = sentence("step.finished", { partner: before.partner.name });
  return sentence("inTurn", { first: finished, second: setup });
}

function runningSentence(step: SpokenStep): Sentence {
  const partner = step.partner.name;
  if (step.progress >= 100) return sentence("step.confirming", { partner });
  if (step.progress > 0) return sentence("step.underWay", { progress: step.progress });
  if (step.lastAccessedAt !== null) return sentence("step.lookedIn");
  return sentence("step.ready", { partner, noun: nounOf(step.course.kind) });
}

function failedSentence(step: SpokenStep): Sentence {
  const partner = step.partner.name;
  const reason = failureReasonOf(step.errorMessage, partner);
  return reason
    ? sentence("step.failedBecause", { reason })
    : sentence("step.failed", { partner, noun: nounOf(step.course.kind) });
}
