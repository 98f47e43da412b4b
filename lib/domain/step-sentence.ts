/** What a step tells its student: where it stands, why it waits, how long that usually takes. */
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
): string {
  switch (step.status) {
    case "completed":
      return `You finished ${step.partner.name}.`;
    case "skipped":
      return "Your school waived this step: there is nothing you need to do here.";
    case "canceled":
      return "This step was canceled together with the program.";
    case "failed":
      return failedSentence(step);
  }
  if (enrollmentStatus === "suspended")
    return "Your program is paused. Your school has been told and will write to you.";
  if (step.status === "pending") return waitingSentence(earlier);
  if (!step.partner.active) return awayPartnerSentence(step);
  return step.status === "enrolling"
    ? settingUpSentence(step, earlier.at(-1), telling.now)
    : (standingSentence(step, telling) ?? runningSentence(step));
}

/** Names what a student does at this step, from `partner_courses.kind`. */
export function nounOf(kind: string): string {
  const nouns: Record<string, string> = { exam: "exam", external_module: "module", service: "order" };
  return nouns[kind] ?? "course";
}

/** A waived step in between is nothing to wait for. */
function waitingSentence(earlier: readonly SpokenStep[]): string {
  const ahead = earlier.findLast((step) => !isStepOver(step.status));
  return ahead
    ? `Opens by itself when you have finished ${ahead.partner.name}.`
    : "This step starts in a moment.";
}

function settingUpSentence(step: SpokenStep, before: SpokenStep | undefined, now: Date): string {
  const partner = step.partner.name;
  const minutes = (now.getTime() - step.since.getTime()) / 60_000;
  if (minutes > SETUP_USUALLY_MINUTES)
    return `Setting up your ${nounOf(step.course.kind)} at ${partner} is taking longer than usual. We keep trying, your school can see it, and you need not do anything.`;
  const setup = `${partner} is setting up your ${nounOf(step.course.kind)}, usually within a minute.`;
  return before?.status === "completed" ? `You finished ${before.partner.name}. ${setup}` : setup;
}

function runningSentence(step: SpokenStep): string {
  const partner = step.partner.name;
  if (step.progress >= 100)
    return `${partner} shows all of it done. We are waiting for ${partner} to confirm that you passed, usually within a few minutes.`;
  if (step.progress > 0) return `You are ${step.progress}% through. Continue where you stopped.`;
  if (step.lastAccessedAt !== null) return "You have had a first look. Continue where you stopped.";
  return `Your ${nounOf(step.course.kind)} at ${partner} is ready. Start whenever you like.`;
}

function awayPartnerSentence(step: SpokenStep): string {
  return `${step.partner.name} is not available at the moment. Your place is kept.`;
}

/** The message of whoever let the step fail says who has been told. */
function failedSentence(step: SpokenStep): string {
  const reason =
    asSentence(step.errorMessage) ??
    `${step.partner.name} could not set up your ${nounOf(step.course.kind)}. Your school has been told.`;
  return `${reason} You need not do anything.`;
}

/** A message written by a machine may lack its full stop. */
function asSentence(message: string | null): string | null {
  const text = message?.trim();
  if (!text) return null;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
