/** What a person can ask of the catalogue: words and choices, as they stand in the address of `/programs`. */

export const PRICE_RANGES = {
  free: { label: "Free", minCents: 0, maxCents: 0 },
  "to-250": { label: "Up to $250", minCents: 0, maxCents: 25_000 },
  "to-1000": { label: "$250 to $1,000", minCents: 25_000, maxCents: 100_000 },
  "over-1000": { label: "Over $1,000", minCents: 100_000, maxCents: null },
} as const;

/** Hours of a program, both ends included; programs that state none are in no range. */
export const LENGTHS = {
  short: { label: "Up to 40 hours", minHours: 0, maxHours: 40 },
  medium: { label: "40 to 200 hours", minHours: 40, maxHours: 200 },
  long: { label: "Over 200 hours", minHours: 200, maxHours: null },
} as const;

export const SORTS = {
  open: "Open for enrollment first",
  title: "Name",
  "price-low": "Price, lowest first",
  "price-high": "Price, highest first",
  hours: "Hours, shortest first",
} as const;

export type PriceRange = keyof typeof PRICE_RANGES;
export type Length = keyof typeof LENGTHS;
export type Sort = keyof typeof SORTS;

export interface ProgramFilter {
  /** Words that must all be found; empty finds everything. */
  words: string[];
  category: string | null;
  /** Slug of a partner that teaches at least one step. */
  partner: string | null;
  /** Delivery description of such a partner, word for word. */
  format: string | null;
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
    format: text("format") || null,
    price: knownKey(PRICE_RANGES, text("price")),
    length: knownKey(LENGTHS, text("length")),
    sort: knownKey(SORTS, text("sort")) ?? "open",
  };
}

/** True when the filter leaves anything out. */
export function narrows(filter: ProgramFilter): boolean {
  const { words, sort: _sort, ...choices } = filter;
  return words.length > 0 || Object.values(choices).some((choice) => choice !== null);
}

function firstOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? "";
}

function knownKey<K extends string>(table: Readonly<Record<K, unknown>>, key: string): K | null {
  return Object.hasOwn(table, key) ? (key as K) : null;
}
