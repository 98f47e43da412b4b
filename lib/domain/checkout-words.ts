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
  /** The payment page while it is open, else null; absent counts as closed. */
  checkout?: { until: Date } | null;
  enrollment: { status: string; steps: readonly { status: string }[] } | null;
}

/** Whether the person came back from the payment page without paying. */
interface Visit {
  hasLeft: boolean;
}

/** Chooses the words for a purchase as it stands now. */
export function checkoutWords(order: CheckoutFacts, { hasLeft }: Visit = { hasLeft: false }): CheckoutWords {
  switch (order.status) {
    case "awaiting_payment":
      if (hasLeft) return leftWords(order.checkout ?? null);
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

/** What a person would do next about a purchase that is no enrollment; null where waiting is all there is. */
export type CheckoutAct = "pay" | "enroll" | "look" | null;

/** Chooses the next act for a purchase as it stands now. */
export function checkoutAct(order: CheckoutFacts, { hasLeft }: Visit): CheckoutAct {
  switch (order.status) {
    case "awaiting_payment":
      if (order.checkout && hasLeft) return "pay";
      return hasLeft ? "enroll" : "look";
    case "expired":
    case "failed":
      return "enroll";
    case "paid":
      return "look";
    default:
      return null;
  }
}

/** The page goes on looking: the person may be paying in another window, or have given the order up just now. */
function leftWords(checkout: { until: Date } | null): CheckoutWords {
  const words = checkout
    ? sentence("checkout.left.open", { until: { moment: checkout.until } })
    : sentence("checkout.left.closed");
  return { title: sentence("checkout.left.title"), tone: "waiting", sentence: words, isWaiting: true };
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
