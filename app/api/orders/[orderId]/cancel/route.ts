import { answering, json, seeOther } from "#app/api/answer.ts";
import { requireClaims, requireId, requireSameOrigin, wantsPage } from "#app/api/require.ts";
import { cancelOrder } from "#lib/automation/cancel-order.ts";
import { webDeps } from "#lib/automation/web-deps.ts";

/**
 * Gives up an order of one's own that is not paid. Answers `{ canceled }`, false when it is paid or over; a page is
 * sent to what became of the order. 401 for a visitor, 404 for somebody else's order. Safe to repeat.
 */
export const POST = answering<{ orderId: string }>("cancel-order", async (request, params) => {
  requireSameOrigin(request);
  const claims = await requireClaims(request);
  const orderId = requireId(params.orderId);
  const canceled = await cancelOrder(webDeps(), { claims, orderId });
  return wantsPage(request) ? seeOther(`/checkout/return?order_id=${orderId}`) : json({ canceled });
});
