/** Phone numbers as people write them. */

const PHONE = /^[+\d][\d\s().\-/]{2,39}$/;

/** Reads a phone number: digits and what people put between them. Null when nothing was typed, undefined for what is none. */
export function phoneNumber(text: unknown): string | null | undefined {
  if (typeof text !== "string") return undefined;
  const typed = text.trim();
  if (typed === "") return null;
  return PHONE.test(typed) && !/[\r\n]/.test(typed) ? typed : undefined;
}
