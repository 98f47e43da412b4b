/** What the page after paying says, for each state of the order and of what came of it. */
import { orderWords, type Tone } from "#lib/domain/order-status.ts";
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

export interface CheckoutWords {
  title: Sentence;
  tone: Tone;
  sentence: Sentence;
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
        title: sentence("checkout.waiting.title"),
        tone: "waiting",
        sentence: sentence("checkout.waiting.sentence"),
        isWaiting: true,
      };
    case "awaiting_funds":
      return { title: sentence("checkout.onItsWay"), ...toldBy(order.status), isWaiting: false };
    case "expired":
      return { title: sentence("checkout.nothingPaid"), ...toldBy(order.status), isWaiting: false };
    case "failed":
      return { title: sentence("checkout.notThrough"), ...toldBy(order.status), isWaiting: false };
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
      title: sentence("checkout.arrived.title"),
      tone: "good",
      sentence: sentence("checkout.arrived.sentence"),
      isWaiting: true,
    };
  const isSettingUp = enrollment.steps.length === 0 || enrollment.steps.some((s) => s.status === "enrolling");
  const isWaiting = isSettingUp && enrollment.status === "active";
  return {
    title: sentence("checkout.in"),
    tone: "good",
    sentence: sentence("order.paid.sentence"),
    isWaiting,
  };
}

function toldBy(status: string): Pick<CheckoutWords, "tone" | "sentence"> {
  const words = orderWords(status);
  return { tone: words.tone, sentence: words.sentence };
}
