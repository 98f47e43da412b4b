/** What the page after paying says, for each state of the order and of what came of it. */
import { orderWords, type Tone } from "#lib/domain/order-status.ts";

export interface CheckoutWords {
  title: string;
  tone: Tone;
  sentence: string;
  /** True while something is likely to change within seconds or minutes. */
  isWaiting: boolean;
}

interface CheckoutFacts {
  status: string;
  enrollment: { status: string; steps: readonly { status: string }[] } | null;
}

/** Chooses the words for a purchase as it stands now. */
export function checkoutWords(order: CheckoutFacts): CheckoutWords {
  switch (order.status) {
    case "awaiting_payment":
      return {
        title: "Waiting for your payment",
        tone: "waiting",
        sentence:
          "We have not heard of your payment yet. That usually takes a few seconds, and this page looks again by itself. If you left the payment page without paying, you can go on from your dashboard.",
        isWaiting: true,
      };
    case "awaiting_funds":
      return { title: "Your payment is on its way", ...toldBy(order.status), isWaiting: false };
    case "expired":
      return { title: "Nothing was paid", ...toldBy(order.status), isWaiting: false };
    case "failed":
      return { title: "The payment did not go through", ...toldBy(order.status), isWaiting: false };
    case "paid":
    case "partially_refunded":
      return paidWords(order.enrollment);
    default:
      return { title: orderWords(order.status).label, ...toldBy(order.status), isWaiting: false };
  }
}

function paidWords(enrollment: CheckoutFacts["enrollment"]): CheckoutWords {
  if (enrollment === null)
    return {
      title: "Your payment arrived",
      tone: "good",
      sentence: "We are opening your program, usually within a few seconds. You need not do anything.",
      isWaiting: true,
    };
  const isSettingUp = enrollment.steps.length === 0 || enrollment.steps.some((s) => s.status === "enrolling");
  const isWaiting = isSettingUp && enrollment.status === "active";
  return { title: "You’re in", tone: "good", sentence: "Your payment arrived.", isWaiting };
}

function toldBy(status: string): { tone: Tone; sentence: string } {
  const { tone, sentence } = orderWords(status);
  return { tone, sentence };
}
