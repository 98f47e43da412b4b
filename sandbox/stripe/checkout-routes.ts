import type Stripe from "stripe";
import type { Account } from "#sandbox/stripe/account.ts";
import { checkoutPage, noCheckoutPage, successAddress } from "#sandbox/stripe/checkout-page.ts";
import { choosePayment, PAYMENT_CHOICES, type PaymentChoice } from "#sandbox/stripe/checkout-payment.ts";
import { getSession } from "#sandbox/stripe/checkout.ts";
import { StripeApiError } from "#sandbox/stripe/stripe-api-error.ts";

/** Answers `/stripe/checkout/:id`: GET shows it, POST does what was chosen and sends the browser on. */
export async function answerCheckout(account: Account, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const id = pathname.slice("/stripe/checkout/".length);
  try {
    const session = getSession(account, id);
    if (request.method === "GET" || request.method === "HEAD") return checkoutPage(account, session);
    if (request.method !== "POST")
      return new Response(null, { status: 405, headers: { allow: "GET, POST" } });
    return choose(account, session, new URLSearchParams(await request.text()).get("method"));
  } catch (error) {
    if (error instanceof StripeApiError && error.status === 404) return noCheckoutPage();
    throw error;
  }
}

function choose(account: Account, before: Stripe.Checkout.Session, method: string | null): Response {
  const choice = PAYMENT_CHOICES.find((known) => known === method);
  if (!choice) return new Response("Choose one of the buttons on the page.\n", { status: 400 });
  const after = tryChoice(account, before, choice);
  const leaves = after.status === "complete" && (choice === "card" || choice === "pay_later");
  return redirect(leaves ? successAddress(after) : `/stripe/checkout/${after.id}`);
}

/** A second click finds the session already closed: it is shown as it is. */
function tryChoice(
  account: Account,
  before: Stripe.Checkout.Session,
  choice: PaymentChoice,
): Stripe.Checkout.Session {
  try {
    return choosePayment(account, before.id, choice);
  } catch (error) {
    if (error instanceof StripeApiError && error.status === 400) return getSession(account, before.id);
    throw error;
  }
}

function redirect(location: string): Response {
  return new Response(null, { status: 303, headers: { location } });
}
