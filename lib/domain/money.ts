/** Money is whole minor units (cents) and a lower-case ISO currency, everywhere. */
import { DEFAULT_LANGUAGE, type Language } from "#lib/domain/language.ts";
import { sayMoney, sentence, type Sentence } from "#lib/domain/sentence.ts";

/**
 * Writes an amount for people: `$1,200`, `$179.95`, `¥500`. Whole amounts carry no decimals unless `exact`,
 * for columns of figures that must align.
 */
export function formatMoney(
  amountCents: number,
  currency: string,
  options: { exact?: boolean; language?: Language } = {},
): string {
  const { exact = false, language = DEFAULT_LANGUAGE } = options;
  return sayMoney({ cents: amountCents, currency, exact }, language);
}

/** Says a price; nothing to pay is free. */
export function priceOf(cents: number, currency: string): Sentence {
  return cents === 0 ? sentence("price.free") : sentence("price.amount", { amount: { cents, currency } });
}
