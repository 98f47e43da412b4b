/** What alerts are called, what they mean and what to do, for Slack, Sentry and the admin page alike. */

/** What an alert may be about. docs/operations.md has a section for each. */
export type AlertKind =
  | "partner_errors"
  | "partner_slow"
  | "partner_breaker"
  | "partner_silent"
  | "vouchers_low"
  | "vouchers_empty"
  | "dead_jobs"
  | "orders_waiting";

/** Counts as of the last look. */
export type AlertFacts = Readonly<Record<string, number>>;

interface Words {
  title: (who: string) => string;
  /** What was seen, in a sentence. */
  seen: (facts: AlertFacts) => string;
  meaning: string;
  toDo: string;
}

const WORDS: Record<AlertKind, Words> = {
  partner_errors: {
    title: (who) => `Most calls to ${who} fail`,
    seen: (facts) => `${n(facts, "errors")} of ${counted(facts, "calls", "call")} in five minutes failed.`,
    meaning: "New students wait for their course there; Baton tries again by itself for 72 hours.",
    toDo: "See how the calls end. Refused keys are mended by us, everything else is a question to them.",
  },
  partner_slow: {
    title: (who) => `${who} takes over ten seconds to answer`,
    seen: (facts) =>
      `${n(facts, "slow")} of ${counted(facts, "calls", "call")} in five minutes took longer than ten seconds.`,
    meaning: "Starting and opening courses there takes long or fails; other partners are not slowed down.",
    toDo: "Ask them when it will be over. Nothing has to be done on our side.",
  },
  partner_breaker: {
    title: (who) => `Calls to ${who} are paused`,
    seen: (facts) => `Too many calls in a row failed; paused for ${minutes(facts, "openSeconds")} now.`,
    meaning: "Baton asks every ten seconds whether it works again, and goes on by itself when it does.",
    toDo: "If it lasts, ask them whether their service is down.",
  },
  partner_silent: {
    title: (who) => `Nothing new is heard from ${who}`,
    seen: (facts) =>
      `${counted(facts, "students", "student")} opened a course there within ${n(facts, "hours")} hours, and no progress came of any.`,
    meaning: "Progress may be lost on the way: their webhooks, or what they answer when asked.",
    toDo: "Check the webhook they have for us and look at one student’s progress on their side.",
  },
  vouchers_low: {
    title: (who) => `Few codes are left for ${who}`,
    seen: (facts) => `${n(facts, "available")} left; ${n(facts, "used")} were used in 30 days.`,
    meaning: "When none is left, new students wait until more are added.",
    toDo: "Order codes and add them with baton vouchers import.",
  },
  vouchers_empty: {
    title: (who) => `No code is left for ${who}`,
    seen: (facts) => `None left; ${n(facts, "used")} were used in 30 days.`,
    meaning: "New students wait. Their courses start by themselves once codes are added.",
    toDo: "Order codes and add them with baton vouchers import.",
  },
  dead_jobs: {
    title: () => "Work was given up",
    seen: (facts) => `${counted(facts, "jobs", "job")} used up all tries.`,
    meaning: "Something Baton accepted did not happen. Each has a row under Open failures.",
    toDo: "Open the failures with the reason dead_job, mend the cause, then Retry.",
  },
  orders_waiting: {
    title: () => "A paid student waits for a first course",
    seen: (facts) =>
      `${counted(facts, "orders", "order")} paid over five minutes ago without a course to open, the oldest for ${minutes(facts, "oldestSeconds")}.`,
    meaning: "It usually takes seconds. A partner is away, no worker runs, or work piles up.",
    toDo: "See whether a worker runs and what the steps being set up wait for.",
  },
};

/** Says whether a text is a kind of alert. */
export function isAlertKind(kind: string): kind is AlertKind {
  return Object.hasOwn(WORDS, kind);
}

/** What an alert is called; `who` is the partner's name, or whatever stands for it. */
export function alertTitle(kind: AlertKind, who: string): string {
  const title = WORDS[kind].title(who);
  return title.charAt(0).toUpperCase() + title.slice(1);
}

/** What was seen at the last look, in a sentence. */
export function alertSeen(kind: AlertKind, facts: AlertFacts): string {
  return WORDS[kind].seen(facts);
}

/** What it means for students, and what somebody should do. */
export function alertAdvice(kind: AlertKind): { meaning: string; toDo: string } {
  const { meaning, toDo } = WORDS[kind];
  return { meaning, toDo };
}

/** The page for admins that shows more of it. */
export function alertPage(kind: AlertKind, subject: string): { href: string; label: string } {
  if (kind === "dead_jobs") return { href: "/admin", label: "Open failures" };
  if (kind === "orders_waiting")
    return { href: "/admin/steps?status=enrolling", label: "Steps being set up" };
  if (kind === "vouchers_low" || kind === "vouchers_empty")
    return { href: "/admin/vouchers", label: "Vouchers" };
  if (alertSubject(subject) !== null) return { href: "/admin", label: "Open failures" };
  return { href: `/admin/partners/${subject}`, label: "The partner’s calls" };
}

/** The name of what an alert is about, when it is not a partner. */
export function alertSubject(subject: string): string | null {
  return { stripe: "Stripe", mail: "the mail server", baton: "Baton" }[subject] ?? null;
}

function n(facts: AlertFacts, name: string): string {
  return (facts[name] ?? 0).toLocaleString("en-US");
}

function counted(facts: AlertFacts, name: string, noun: string): string {
  return `${n(facts, name)} ${noun}${facts[name] === 1 ? "" : "s"}`;
}

function minutes(facts: AlertFacts, name: string): string {
  const whole = Math.max(1, Math.round((facts[name] ?? 0) / 60));
  if (whole < 120) return whole === 1 ? "a minute" : `${whole} minutes`;
  return `${Math.round(whole / 60)} hours`;
}
