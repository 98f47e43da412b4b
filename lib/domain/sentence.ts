/**
 * What there is to say, without a language: a key of the namespace `sentences` in messages/, and what stands in it.
 * The rules of the domain answer with such sentences; `say` puts one into the words of a language.
 */
import { DAYS_AND_LISTS, LOCALES, type Language } from "#lib/domain/language.ts";
import { appointmentTime, calendarDate, calendarDay, exactTime } from "#lib/domain/relative-time.ts";

export interface Sentence {
  key: string;
  values?: Readonly<Record<string, Said>>;
}

/** Text of people and partners stays as it is; everything else is written as the language writes it. */
export type Said = string | number | Sentence | Money | Day | Moment | readonly (string | Sentence)[];

/** Minor units, ISO currency. `exact` keeps the decimals of whole amounts, for columns that must align. */
export interface Money {
  cents: number;
  currency: string;
  exact?: boolean;
}

/** A moment of which only the day is told, in the reader's zone; or a day without one, `YYYY-MM-DD`. */
export interface Day {
  day: Date | string;
}

/** A moment told in full, in the reader's zone; of an appointment with its weekday. */
export interface Moment {
  moment: Date;
  appointment?: boolean;
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

/** Writes a day: `20 Nov 2026`, `20 nov 2026`. */
export function sayDay(
  day: Day["day"],
  { language, timeZone }: Pick<Voice, "language" | "timeZone">,
): string {
  return typeof day === "string" ? calendarDay(day, language) : calendarDate(day, timeZone, language);
}

/** Joins names as in a sentence: `HSI, Certiport and CareerSafe`, `HSI, Certiport y CareerSafe`. */
export function sayList(
  names: readonly string[],
  language: Language,
  type: Intl.ListFormatType = "conjunction",
): string {
  return new Intl.ListFormat(DAYS_AND_LISTS[language], { type }).format(names);
}

function sayMoment({ moment, appointment = false }: Moment, { language, timeZone }: Voice): string {
  return appointment ? appointmentTime(moment, timeZone, language) : exactTime(moment, timeZone, language);
}

function sayValue(value: Said, voice: Voice): string | number {
  if (typeof value === "string" || typeof value === "number") return value;
  if ("key" in value) return say(value, voice);
  if ("cents" in value) return sayMoney(value, voice.language);
  if ("day" in value) return sayDay(value.day, voice);
  if ("moment" in value) return sayMoment(value, voice);
  return sayList(
    value.map((part) => (typeof part === "string" ? part : say(part, voice))),
    voice.language,
  );
}
