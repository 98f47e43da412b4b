/** A Checkout Session from opening to expiry. What is paid is in checkout-payment.ts. */
import type Stripe from "stripe";
import { inTransaction, nowSeconds, type Account } from "#sandbox/stripe/account.ts";
import { makeSession } from "#sandbox/stripe/checkout-session.ts";
import type { SessionParams } from "#sandbox/stripe/session-params.ts";
import { recordEvent } from "#sandbox/stripe/events.ts";
import { cancelPayment, findPayment } from "#sandbox/stripe/payment.ts";
import { missingResource, StripeApiError } from "#sandbox/stripe/stripe-api-error.ts";

type Session = Stripe.Checkout.Session;

/** Opens a session. */
export function openSession(account: Account, params: SessionParams): Session {
  const session = makeSession(params, account.baseUrl, nowSeconds(account));
  account.objects.insert(session, { payment: params.payment_intent_data ?? {} });
  return session;
}

/** Reads a session, expiring it first when its time is over. Throws StripeApiError 404. */
export function getSession(account: Account, id: string): Session {
  const session = account.objects.find("checkout.session", id);
  if (!session) throw missingResource("checkout.session", id);
  const isOver = session.status === "open" && session.expires_at <= nowSeconds(account);
  return isOver ? close(account, session) : session;
}

/** Expires an open session before its time. Throws StripeApiError 400 when it is not open. */
export function expireSession(account: Account, id: string): Session {
  const session = getSession(account, id);
  if (session.status === "open") return close(account, session);
  throw new StripeApiError(400, {
    message: `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
  });
}

/** A session as answers and events show it: without its lines, unless they are asked for. */
export function withoutLines(session: Session): Session {
  const { line_items: _lines, ...shown } = session;
  return shown;
}

function close(account: Account, session: Session): Session {
  return inTransaction(account, () => {
    const expired = { ...session, status: "expired" as const, url: null };
    account.objects.update(expired);
    const payment = findPayment(account, session);
    if (payment) cancelPayment(account, payment);
    recordEvent(account, "checkout.session.expired", withoutLines(expired));
    return expired;
  });
}
