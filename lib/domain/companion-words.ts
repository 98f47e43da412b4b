/** The states of a course that is taken along with another, in the words shown to people. */
import type { Tone } from "#lib/domain/order-status.ts";
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

const WORDS: Record<string, { label: Sentence; tone: Tone }> = {
  pending: { label: sentence("companionStatus.pending"), tone: "waiting" },
  active: { label: sentence("companionStatus.active"), tone: "waiting" },
  completed: { label: sentence("companionStatus.completed"), tone: "good" },
  canceled: { label: sentence("companionStatus.canceled"), tone: "quiet" },
};

/** Finds label and tone of `companion_enrollments.status`. A state this version does not know is told as it is written. */
export function companionWords(status: string): { label: Sentence; tone: Tone } {
  return Object.hasOwn(WORDS, status)
    ? WORDS[status]!
    : { label: sentence("asWritten", { code: status }), tone: "quiet" };
}
