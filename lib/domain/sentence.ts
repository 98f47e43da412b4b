/**
 * What there is to say, without a language: a key of the namespace `sentences` in messages/, and what stands in it.
 * The rules of the domain answer with such sentences; `say` puts one into the words of a language.
 */
import { DAYS_AND_LISTS, LOCALES, type Language } from "#lib/domain/language.ts";

export interface Sentence {
  key: string;
  values?: Readonly<Record<string, Said>>;
}

/** Text of people and partners stays as it is; everything else is written as the language writes it. */
export type Said = string | number | Sentence | Money | Day | readonly (string | Sentence)[];

/** Minor units, ISO currency. `exact` keeps the decimals of whole amounts, for columns that must align. */
export interface Money {
  cents: number;
  currency: string;
  exact?: boolean;
}

/** A moment of which only the day is told, in the reader's zone. */
export interface Day {
  day: Date;
}

/** Whoever speaks: a language, the listener's zone, and the messages by key. */
export interface Voice {
  language: Language;
  timeZone: string;
  translate: (key: string, values: Record<string, string | number>) => string;
}

/** Makes a sentence. The key stands in messages/, its placeholders are the names in `values`. */
export function sentence(key: string, values?: Sentence["values"]): Sentence {
  return values ? { key, values } : { key };
}

/** Puts a sentence into words; sentences in its values first. */
export function say({ key, values = {} }: Sentence, voice: Voice): string {
  const said = Object.entries(values).map(([name, value]) => [name, sayValue(value, voice)] as const);
  return voice.translate(key, Object.fromEntries(said));
}

/** Writes an amount as the language writes it in the United States: `$1,200`, `$179.95`. */
export function sayMoney({ cents, currency, exact = false }: Money, language: Language): string {
  const format = new Intl.NumberFormat(LOCALES[language], {
    style: "currency",
    currency: currency.toUpperCase(),
    trailingZeroDisplay: exact ? "auto" : "stripIfInteger",
  });
  return format.format(cents / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** Writes a day: `20 Nov 2026`, `20 nov 2026`. `timeZone` must be one. */
export function sayDay(day: Date, { language, timeZone }: Pick<Voice, "language" | "timeZone">): string {
  const parts = { day: "numeric", month: "short", year: "numeric" } as const;
  return new Intl.DateTimeFormat(DAYS_AND_LISTS[language], { ...parts, timeZone }).format(day);
}

/** Joins names as in a sentence: `HSI, Certiport and CareerSafe`, `HSI, Certiport y CareerSafe`. */
export function sayList(
  names: readonly string[],
  language: Language,
  type: Intl.ListFormatType = "conjunction",
): string {
  return new Intl.ListFormat(DAYS_AND_LISTS[language], { type }).format(names);
}

function sayValue(value: Said, voice: Voice): string | number {
  if (typeof value === "string" || typeof value === "number") return value;
  if ("key" in value) return say(value, voice);
  if ("cents" in value) return sayMoney(value, voice.language);
  if ("day" in value) return sayDay(value.day, voice);
  return sayList(
    value.map((part) => (typeof part === "string" ? part : say(part, voice))),
    voice.language,
  );
}
