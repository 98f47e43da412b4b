/** The states of a purchase and how they are told to the person who paid. */

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
  label: string;
  tone: Tone;
  /** What happened and what comes next, spoken to the person. */
  sentence: string;
}

const WORDS: Record<OrderStatus, OrderWords> = {
  awaiting_payment: {
    label: "Not paid yet",
    tone: "waiting",
    sentence: "We have not heard of a payment yet. Nothing starts before it arrives.",
  },
  awaiting_funds: {
    label: "Payment on its way",
    tone: "waiting",
    sentence:
      "Your bank is moving the money, usually within three working days. Your program starts by itself when it arrives, and we write to you.",
  },
  paid: { label: "Paid", tone: "good", sentence: "Your payment arrived." },
  partially_refunded: {
    label: "Partly refunded",
    tone: "good",
    sentence: "Part of your payment was sent back. Your program goes on unchanged.",
  },
  refunded: {
    label: "Refunded",
    tone: "quiet",
    sentence: "Your payment was sent back in full, so this program is closed for you.",
  },
  disputed: {
    label: "Disputed",
    tone: "bad",
    sentence: "Your bank is looking into this payment. Your school has been told and will write to you.",
  },
  expired: {
    label: "Not completed",
    tone: "quiet",
    sentence: "The payment page closed before anything was paid. Nothing was charged; you can enroll again.",
  },
  failed: {
    label: "Payment failed",
    tone: "bad",
    sentence:
      "The payment did not go through and nothing was charged. You can try again with another way to pay.",
  },
};

/** Finds the words for a state. A state this version does not know is told as it is written. */
export function orderWords(status: string): OrderWords {
  return (
    WORDS[status as OrderStatus] ?? { label: status, tone: "quiet", sentence: `The order is ${status}.` }
  );
}
