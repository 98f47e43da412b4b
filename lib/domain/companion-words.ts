/** The states of a course that is taken along with another, in the words shown to people. */
import type { Tone } from "#lib/domain/order-status.ts";

const WORDS: Record<string, { label: string; tone: Tone }> = {
  pending: { label: "Being set up", tone: "waiting" },
  active: { label: "Open", tone: "waiting" },
  completed: { label: "Done", tone: "good" },
  canceled: { label: "Canceled", tone: "quiet" },
};

/** Finds label and tone of `companion_enrollments.status`. A state this version does not know is told as it is written. */
export function companionWords(status: string): { label: string; tone: Tone } {
  return Object.hasOwn(WORDS, status) ? WORDS[status]! : { label: status, tone: "quiet" };
}
