/** What a person can ask of the catalogue: words and choices, as they stand in the address of `/programs`. */
import { readFormat, type DeliveryFormat } from "#lib/domain/delivery-format.ts";
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

/** Minor units of US dollars, both ends included. */
export const PRICE_RANGES = {
  free: { minCents: 0, maxCents: 0 },
  "to-250": { minCents: 0, maxCents: 25_000 },
  "to-1000": { minCents: 25_000, maxCents: 100_000 },
  "over-1000": { minCents: 100_000, maxCents: null },
} as const;

/** Hours of a program, both ends included; programs that state none are in no range. */
export const LENGTHS = {
  short: { minHours: 0, maxHours: 40 },
  medium: { minHours: 40, maxHours: 200 },
  long: { minHours: 200, maxHours: null },
} as const;

/** `open`: what can be bought comes first. */
export const SORTS = ["open", "title", "price-low", "price-high", "hours"] as const;

export type PriceRange = keyof typeof PRICE_RANGES;
export type Length = keyof typeof LENGTHS;
export type Sort = (typeof SORTS)[number];

export interface ProgramFilter {
  /** Words that must all be found; empty finds everything. */
  words: string[];
  category: string | null;
  /** Slug of a partner that teaches at least one step. */
  partner: string | null;
  /** How at least one course on the path is taught. */
  format: DeliveryFormat | null;
  price: PriceRange | null;
  length: Length | null;
  sort: Sort;
}

type Query = Readonly<Record<string, string | string[] | undefined>>;

const MAX_TEXT = 100;
const MAX_WORDS = 8;

/** Reads a filter out of an address. What it does not know it leaves out; nothing throws. */
export function readProgramFilter(query: Query): ProgramFilter {
  const text = (name: string) => firstOf(query[name]).trim().slice(0, MAX_TEXT);
  return {
    words: text("q").split(/\s+/).filter(Boolean).slice(0, MAX_WORDS),
    category: text("category") || null,
    partner: text("partner") || null,
    format: readFormat(text("format")),
    price: knownKey(PRICE_RANGES, text("price")),
    length: knownKey(LENGTHS, text("length")),
    sort: SORTS.find((sort) => sort === text("sort")) ?? "open",
  };
}

/** True when the filter leaves anything out. */
export function narrows(filter: ProgramFilter): boolean {
  const { words, sort: _sort, ...choices } = filter;
  return words.length > 0 || Object.values(choices).some((choice) => choice !== null);
}

/** Says a choice of prices from its own bounds. */
export function priceRangeName(range: PriceRange): Sentence {
  const { minCents, maxCents } = PRICE_RANGES[range];
  const from = { cents: minCents, currency: "usd" };
  if (maxCents === 0) return sentence("price.free");
  if (maxCents === null) return sentence("price.over", { from });
  const to = { cents: maxCents, currency: "usd" };
  return minCents === 0 ? sentence("price.upTo", { to }) : sentence("price.between", { from, to });
}

/** Says a choice of lengths from its own bounds. */
export function lengthName(length: Length): Sentence {
  const { minHours: from, maxHours: to } = LENGTHS[length];
  if (to === null) return sentence("length.over", { from });
  return from === 0 ? sentence("length.upTo", { to }) : sentence("length.between", { from, to });
}

function firstOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? "";
}

function knownKey<K extends string>(table: Readonly<Record<K, unknown>>, key: string): K | null {
  return Object.hasOwn(table, key) ? (key as K) : null;
}
