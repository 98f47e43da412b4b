/** The hosted checkout page: what is bought, and the ways to pay or not to. */
import type Stripe from "stripe";
import { html, htmlPage, type Html } from "#sandbox/html.ts";
import type { Account } from "#sandbox/stripe/account.ts";
import { formatAmount } from "#sandbox/stripe/amount.ts";
import { possibleChoices, type PaymentChoice } from "#sandbox/stripe/checkout-payment.ts";
import { findPayment } from "#sandbox/stripe/payment.ts";
import { PAGE_STYLES } from "#sandbox/styles.ts";

type Session = Stripe.Checkout.Session;

/** Draws the page of a session in the state it is in. */
export function checkoutPage(account: Account, session: Session): Response {
  const amount = formatAmount(session.amount_total ?? 0, session.currency ?? "usd");
  const choices = possibleChoices(account, session);
  return page(
    `${session.status === "open" ? `Pay ${amount}` : "Checkout"} · Stripe sandbox`,
    html`<h1>${session.status === "open" ? "Checkout" : "This checkout is closed"}</h1>
      ${state(account, session)} ${purchase(session, amount)}
      ${choices.length > 0 && choiceForm(session, choices, amount)} ${wayBack(session)}`,
  );
}

/** Answers for an address that leads to no checkout. */
export function noCheckoutPage(): Response {
  return page(
    "No such checkout · Stripe sandbox",
    html`<h1>There is no checkout here</h1>
      <p>Check the address, or go back to where you came from and start again.</p>`,
    404,
  );
}

/** Where the browser goes after paying: Stripe fills in the session, and only in this spelling. */
export function successAddress(session: Session): string {
  return new URL((session.success_url ?? "").replaceAll("{CHECKOUT_SESSION_ID}", session.id)).href;
}

function page(title: string, content: Html, status = 200): Response {
  const body = html`<main class="checkout">
    <p class="notice">Stripe sandbox — no money moves</p>
    ${content}
  </main>`;
  return htmlPage({ title, styles: PAGE_STYLES + STYLES, body }, status);
}

function purchase(session: Session, amount: string): Html {
  const lines = session.line_items?.data ?? [];
  return html`<div class="card scroll">
    <table>
      <caption>
        Your order
      </caption>
      <thead>
        <tr>
          <th scope="col">Item</th>
          <th scope="col" class="number">Price</th>
        </tr>
      </thead>
      <tbody>
        ${lines.map(
          (line) =>
            html`<tr>
              <td>${line.description}${(line.quantity ?? 1) > 1 && ` × ${line.quantity}`}</td>
              <td class="number">${formatAmount(line.amount_total, line.currency)}</td>
            </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Total</th>
          <td class="number"><strong>${amount}</strong></td>
        </tr>
      </tfoot>
    </table>
    ${session.customer_email && html`<p class="quiet">Receipt to ${session.customer_email}</p>`}
  </div>`;
}

function state(account: Account, session: Session): Html | false {
  const payment = findPayment(account, session);
  const failure = payment?.last_payment_error?.message;
  if (session.status === "expired") {
    return html`<p role="status">It expired before it was paid. Nothing was charged.</p>`;
  }
  if (session.status === "open") {
    return failure !== undefined && html`<p role="alert" class="problem">${failure} Try another way.</p>`;
  }
  if (session.payment_status === "paid") return html`<p role="status">It is paid. Thank you.</p>`;
  if (session.payment_status === "no_payment_required") {
    return html`<p role="status">The order is placed. There was nothing to pay.</p>`;
  }
  if (failure !== undefined) return html`<p role="alert" class="problem">${failure} Nothing was charged.</p>`;
  return html`<p role="status">The bank transfer is on its way. Play the bank: do the funds arrive?</p>`;
}

function choiceForm(session: Session, choices: readonly PaymentChoice[], amount: string): Html {
  return html`<form method="post" action="/stripe/checkout/${session.id}">
    ${choices.map(
      (choice, at) =>
        html`<p class="choice">
          <button
            name="method"
            value="${choice}"
            class="${at > 0 && "plain"}"
            aria-describedby="about-${choice}"
          >
            ${label(choice, amount, session)}
          </button>
          <span class="quiet" id="about-${choice}">${ABOUT[choice]}</span>
        </p>`,
    )}
  </form>`;
}

function label(choice: PaymentChoice, amount: string, session: Session): string {
  if (choice === "card") return session.amount_total === 0 ? "Place the order" : `Pay ${amount} with a card`;
  return LABELS[choice];
}

const LABELS = {
  declined: "Use a card that is declined",
  pay_later: "Pay later by bank transfer",
  funds_arrive: "Funds arrived",
  funds_fail: "Funds failed",
};

const ABOUT: Readonly<Record<PaymentChoice, string>> = {
  card: "Works at once.",
  declined: "The bank says no; you stay here and can try again.",
  pay_later: "The order is placed now, the money comes days later.",
  funds_arrive: "The bank sent the money.",
  funds_fail: "The bank refused, and the payment is over.",
};

function wayBack(session: Session): Html | false {
  if (session.status === "complete")
    return html`<p><a href="${successAddress(session)}">Return to the shop</a></p>`;
  return session.cancel_url !== null && html`<p><a href="${session.cancel_url}">Cancel and go back</a></p>`;
}

const STYLES = `
.checkout { max-width: 30rem; }
.notice { display: inline-block; margin: 0 0 1rem; padding: .25rem .75rem; border: 1px dashed var(--quiet); border-radius: 1rem; color: var(--quiet); font-size: .9rem; }
.problem { border-left: .3rem solid #c0392b; padding: .5rem .75rem; background: var(--card); }
caption { text-align: left; font-weight: 600; padding-bottom: .25rem; }
td:first-child { overflow-wrap: anywhere; }
td.number, th.number { white-space: nowrap; padding-right: 0; }
.card > :last-child { margin-bottom: 0; }
tfoot th, tfoot td { border-bottom: 0; }
.choice { margin: 0 0 1rem; }
.choice button { width: 100%; }
.choice span { display: block; padding-top: .25rem; font-size: .9rem; }
`;
