"use client";

import { useSearchParams } from "next/navigation";
import { readChoice } from "#lib/domain/choice-address.ts";
import type { PricedOption } from "#lib/domain/offer-price.ts";

/** What the browser knows of an option, to price it and to name it. */
export type OfferedOption = PricedOption & { partnerName: string };

/** Gives the ids of the options the address names; it changes with every choice. */
export function useChoice(path: readonly OfferedOption[]): string[] {
  const query = useSearchParams();
  return readChoice(path, (field) => query.get(field));
}
