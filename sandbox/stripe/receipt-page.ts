/** The receipt Stripe keeps for a charge that succeeded. */
import { html, htmlPage } from "#sandbox/html.ts";
import type { Account } from "#sandbox/stripe/account.ts";
import { formatAmount } from "#sandbox/stripe/amount.ts";
import { PAGE_STYLES } from "#sandbox/styles.ts";

const PREFIX = "/stripe/receipts/";

/** Writes the address of a charge's receipt. */
export function receiptAddress(account: Account, chargeId: string): string {
  return `${account.baseUrl}${PREFIX}${chargeId}`;
}

/** Answers `/stripe/receipts/:charge`; null for other addresses. */
export function answerReceipt(account: Account, request: Request): Response | null {
  const { pathname } = new URL(request.url);
  if (!pathname.startsWith(PREFIX)) return null;
  const charge = account.objects.find("charge", pathname.slice(PREFIX.length));
  if (charge?.status !== "succeeded") return new Response("There is no such receipt.\n", { status: 404 });
  const body = html`<main class="checkout">
    <p>Stripe sandbox — no money moves</p>
    <h1>Receipt</h1>
    <p>Paid: <strong>${formatAmount(charge.amount, charge.currency)}</strong></p>
    ${
      charge.amount_refunded > 0 &&
      html`<p>Refunded: <strong>${formatAmount(charge.amount_refunded, charge.currency)}</strong></p>`
    }
    <p>Payment ${charge.id}</p>
  </main>`;
  return htmlPage({ title: "Receipt · Stripe sandbox", styles: PAGE_STYLES, body });
}
