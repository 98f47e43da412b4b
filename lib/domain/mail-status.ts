/** The states of a mail in the outbox, in the words shown to people. */
import type { Tone } from "#lib/domain/order-status.ts";

const WORDS: Record<string, { label: string; tone: Tone }> = {
  queued: { label: "Waiting", tone: "waiting" },
  sent: { label: "Sent", tone: "good" },
  kept: { label: "Kept here", tone: "quiet" },
  failed: { label: "Refused", tone: "bad" },
};

/** Finds label and tone of a mail's state. A state this version does not know is told as it is written. */
export function mailWords(status: string): { label: string; tone: Tone } {
  return WORDS[status] ?? { label: status, tone: "quiet" };
}
