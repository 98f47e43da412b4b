/** An application: a wish for a place, made without an account. */
import type { Tone } from "#lib/domain/order-status.ts";
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

export const APPLICATION_STATUSES = ["received", "claimed", "duplicate", "declined", "withdrawn"] as const;

export type ApplicationStatus = (typeof APPLICATION_STATUSES)[number];

/** Longest texts a form may send, in characters. */
export const APPLICATION_LIMITS = { email: 320, message: 2000 } as const;

interface Words {
  label: Sentence;
  tone: Tone;
  /** What it means for whoever applied. */
  sentence: Sentence;
}

const WORDS: Record<ApplicationStatus, Words> = {
  received: {
    label: sentence("application.received.label"),
    tone: "waiting",
    sentence: sentence("application.received.sentence"),
  },
  claimed: {
    label: sentence("application.claimed.label"),
    tone: "good",
    sentence: sentence("application.claimed.sentence"),
  },
  duplicate: {
    label: sentence("application.duplicate.label"),
    tone: "quiet",
    sentence: sentence("application.duplicate.sentence"),
  },
  declined: {
    label: sentence("application.declined.label"),
    tone: "bad",
    sentence: sentence("application.declined.sentence"),
  },
  withdrawn: {
    label: sentence("application.withdrawn.label"),
    tone: "quiet",
    sentence: sentence("application.withdrawn.sentence"),
  },
};

/** Reads a state as the database writes it; null for one this version does not know. */
export function readApplicationStatus(text: string): ApplicationStatus | null {
  return APPLICATION_STATUSES.find((status) => status === text) ?? null;
}

/** Finds the words for a state; one this version does not know is told as it is written. */
export function applicationWords(status: string): Words {
  const known = readApplicationStatus(status);
  if (known) return WORDS[known];
  const written = sentence("application.other", { status });
  return { label: written, tone: "quiet", sentence: written };
}

/** True while somebody may still decide on it, withdraw it or merge it. */
export function isApplicationOpen(status: string): boolean {
  return status === "received" || status === "claimed";
}

/** As much of an application as tells whether two are one. */
export interface Comparable {
  id: string;
  programId: string;
  studentId: string | null;
  status: string;
  createdAt: Date;
}

/**
 * Says whether `one` may be merged into `other`: both open, for the same program, and nobody's application becomes
 * somebody else's. One that belongs to a student is merged only into one of the same student.
 */
export function mayMerge(one: Comparable, other: Comparable): boolean {
  if (one.id === other.id || one.programId !== other.programId) return false;
  if (!isApplicationOpen(one.status) || !isApplicationOpen(other.status)) return false;
  return one.studentId === null || one.studentId === other.studentId;
}
