/** How much money goes back to whoever paid. The one rule that pages show and the engine refunds by. Minor units. */

/** What an order can still give back. */
export interface Refundable {
  /** What was paid by card or bank; 0 where nothing was. */
  paidCents: number;
  refundedCents: number;
}

/** What a change of partner does to the price of one position. */
export interface PriceChange {
  /** What was paid for the partner of now, besides the program's own price. */
  beforeCents: number;
  /** What the new partner adds to the program's price today. */
  afterCents: number;
}

/**
 * Says what changing the partner of a position means for the money: `refund` gives the difference back, never more than
 * is left of the order; `extra` is what would have to be paid on top. One of the two is 0.
 */
export function priceDifference(
  change: PriceChange,
  order: Refundable,
): { refundCents: number; extraCents: number } {
  const difference = change.beforeCents - change.afterCents;
  const left = Math.max(0, order.paidCents - order.refundedCents);
  return { refundCents: Math.min(Math.max(0, difference), left), extraCents: Math.max(0, -difference) };
}
