import { answering, seeOther } from "#app/api/answer.ts";
import { requireId } from "#app/api/require.ts";
import { findPaymentReceipt } from "#lib/automation/find-payment-receipt.ts";
import { webDeps } from "#lib/automation/web-deps.ts";
import { signInPath } from "#lib/domain/return-path.ts";
import { claimsFrom } from "#lib/identity/index.ts";

/** Leads to Stripe's receipt of one's own order, or back to ours when there is none. 404 for somebody else's order. */
export const GET = answering<{ orderId: string }>("payment-receipt", async (request, params) => {
  const orderId = requireId(params.orderId);
  const page = `/account/orders/${orderId}`;
  const claims = await claimsFrom(request.headers);
  if (!claims) return seeOther(signInPath(page));
  return seeOther((await findPaymentReceipt(webDeps(), { claims, orderId })) ?? `${page}?problem=no_receipt`);
});
