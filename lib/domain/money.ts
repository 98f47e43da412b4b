/** Money is whole minor units (cents) and a lower-case ISO currency, everywhere. */

/**
 * Writes an amount for people: `$1,200`, `$179.95`, `¥500`. Whole amounts carry no decimals unless `exact`,
 * for columns of figures that must align.
 */
export function formatMoney(
  amountCents: number,
  currency: string,
  options: { exact?: boolean } = {},
): string {
  const format = new Intl.NumberFormat("en-US", {
    style: "currency",
    currency: currency.toUpperCase(),
    trailingZeroDisplay: options.exact ? "auto" : "stripIfInteger",
  });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amountCents / 10 ** digits);
}

/** Writes a price: like formatMoney, but nothing to pay reads `Free`. */
export function formatPrice(amountCents: number, currency: string): string {
  return amountCents === 0 ? "Free" : formatMoney(amountCents, currency);
}
