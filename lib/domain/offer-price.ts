/** What a program costs by the partners chosen for it: the one rule that pages show and orders are written by. */
import { choicesOf, type PathOption } from "#lib/domain/choose-options.ts";
import { isTeachable } from "#lib/domain/for-sale.ts";

/** An option and what it adds to the program's own price, in minor units. */
export type PricedOption = PathOption & { surchargeCents: number };

export interface PathPrice {
  cents: number;
  /** True while a position is open whose options cost differently: the price may still rise. */
  isFrom: boolean;
}

/** A part of an order's amount, as it was shown. */
export interface OrderLine {
  label: string;
  amountCents: number;
}

/** Adds up what a program costs with exactly these options. */
export function offerPrice(programCents: number, chosen: readonly { surchargeCents: number }[]): number {
  return chosen.reduce((sum, { surchargeCents }) => sum + surchargeCents, programCents);
}

/**
 * Prices a path with what was chosen so far. Where nothing is chosen the cheapest option that is taught today
 * counts, or the cheapest of all where none is. Ids that are not of this path count as not chosen.
 */
export function pathPrice(
  programCents: number,
  path: readonly PricedOption[],
  chosenIds: readonly string[],
): PathPrice {
  const positions = [...Map.groupBy(path, (option) => option.sequenceOrder).values()];
  const candidates = positions.map((options) => candidatesOf(options, chosenIds));
  const cheapest = candidates.map((options) => byPrice(options)[0]!);
  return {
    cents: offerPrice(programCents, cheapest),
    isFrom: candidates.some((options) => new Set(options.map((each) => each.surchargeCents)).size > 1),
  };
}

/**
 * Says what one option of a position costs: the whole program with it where this is the only choice to make, else
 * what it adds to the program's price.
 */
export function optionPrice(
  programCents: number,
  path: readonly PricedOption[],
  option: PricedOption,
): { kind: "total" | "extra"; cents: number } {
  return choicesOf(path) === 1
    ? { kind: "total", cents: pathPrice(programCents, path, [option.optionId]).cents }
    : { kind: "extra", cents: option.surchargeCents };
}

/**
 * Lists what an order's amount is made of: the program, then every chosen option that adds to it. Empty when the
 * program's own price is all there is.
 */
export function orderLines(
  program: { title: string; priceCents: number },
  chosen: readonly { label: string; surchargeCents: number }[],
): OrderLine[] {
  const extra = chosen
    .filter(({ surchargeCents }) => surchargeCents > 0)
    .map(({ label, surchargeCents }) => ({ label, amountCents: surchargeCents }));
  return extra.length === 0 ? [] : [{ label: program.title, amountCents: program.priceCents }, ...extra];
}

function candidatesOf(options: readonly PricedOption[], chosenIds: readonly string[]): PricedOption[] {
  const chosen = options.filter((option) => chosenIds.includes(option.optionId));
  if (chosen.length > 0) return chosen;
  const taught = options.filter(isTeachable);
  return taught.length > 0 ? taught : [...options];
}

function byPrice(options: readonly PricedOption[]): PricedOption[] {
  return options.toSorted((a, b) => a.surchargeCents - b.surchargeCents);
}
