/** The states of a purchase and how they are told to the person who paid. */
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

export const ORDER_STATUSES = [
  "awaiting_payment",
  "awaiting_funds",
  "paid",
  "partially_refunded",
  "refunded",
  "disputed",
  "expired",
  "failed",
] as const;

export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** How urgent a state looks on screen; the label beside it always says the same in words. */
export type Tone = "quiet" | "good" | "waiting" | "bad";

export interface OrderWords {
  /** Two or three words for a list. */
  label: Sentence;
  tone: Tone;
  /** What happened and what comes next, spoken to the person. */
  sentence: Sentence;
}

const WORDS: Record<OrderStatus, OrderWords> = {
  awaiting_payment: {
    label: sentence("order.awaitingPayment.label"),
    tone: "waiting",
    sentence: sentence("order.awaitingPayment.sentence"),
  },
  awaiting_funds: {
    label: sentence("order.awaitingFunds.label"),
    tone: "waiting",
    sentence: sentence("order.awaitingFunds.sentence"),
  },
  paid: {
    label: sentence("order.paid.label"),
    tone: "good",
    sentence: sentence("order.paid.sentence"),
  },
  partially_refunded: {
    label: sentence("order.partiallyRefunded.label"),
    tone: "good",
    sentence: sentence("order.partiallyRefunded.sentence"),
  },
  refunded: {
    label: sentence("order.refunded.label"),
    tone: "quiet",
    sentence: sentence("order.refunded.sentence"),
  },
  disputed: {
    label: sentence("order.disputed.label"),
    tone: "bad",
    sentence: sentence("order.disputed.sentence"),
  },
  expired: {
    label: sentence("order.expired.label"),
    tone: "quiet",
    sentence: sentence("order.expired.sentence"),
  },
  failed: {
    label: sentence("order.failed.label"),
    tone: "bad",
    sentence: sentence("order.failed.sentence"),
  },
};

/** Finds the words for a state. A state this version does not know is told as it is written. */
export function orderWords(status: string): OrderWords {
  return (
    WORDS[status as OrderStatus] ?? {
      label: sentence("asWritten", { code: status }),
      tone: "quiet",
      sentence: sentence("order.other", { status }),
    }
  );
}
