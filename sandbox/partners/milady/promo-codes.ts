/** Milady's promo codes: each is good for one enrollment in a full curriculum. The school's codes follow from their numbers. */
import { InvalidCallError } from "#sandbox/partners/calls.ts";
import type { Enrollment } from "#sandbox/partners/enrollment.ts";
import type { DeskCall, Office } from "#sandbox/partners/specials.ts";

const KIND = "promo-code";
const MOST = 99_999;
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";

/** Lists the first `count` codes the school was given, at most 99,999; the same ones each time, spent or not. */
export function listPromoCodes(count: number): string[] {
  return Array.from({ length: Math.min(count, MOST) }, (_, at) => promoCode(at + 1));
}

/** True for a code the school was given: the letter at its end follows from its number. */
export function isPromoCode(code: string): boolean {
  const number = Number(/^MILADY-DEMO-(\d{5})-[A-Z]$/.exec(code)?.[1]);
  return number >= 1 && promoCode(number) === code;
}

/** Tells for which of the school's references a code was spent; null while it is free. */
export function spentFor(code: string, { things }: Office): string | null {
  return things.find(KIND, code)?.reference ?? null;
}

/** Spends a code. It stays with its reference, also when the enrollment is dropped. */
export function spend(code: string, { id, reference }: Enrollment, { things }: Office): void {
  things.save(KIND, { id: code, reference, state: { enrollmentId: id } });
}

/** Counts the codes that were spent, and those beyond the first of one reference; the latter must be 0. */
export function countPromoCodes({ things }: Office) {
  const spent = things.list(KIND);
  const references = new Set(spent.map(({ reference }) => reference));
  return { promoCodesSpent: spent.length, promoCodesBeyondOne: spent.length - references.size };
}

/** Answers `GET promo-codes?count=n`, as the school would get its list from Milady. */
export function answerDesk({ method, path, query }: DeskCall): unknown {
  if (method !== "GET" || path.join("/") !== "promo-codes") return null;
  const count = Number(query.get("count") ?? "100");
  if (!Number.isInteger(count) || count < 1) throw new InvalidCallError("count");
  return { codes: listPromoCodes(count) };
}

function promoCode(number: number): string {
  const digits = String(number).padStart(5, "0");
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (2 * at + 3), 0);
  return `MILADY-DEMO-${digits}-${LETTERS[sum % LETTERS.length]}`;
}
