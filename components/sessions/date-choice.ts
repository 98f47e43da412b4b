import type { Occasion } from "#lib/domain/session-time.ts";

/** A date somebody can choose. */
export interface OfferedDate extends Occasion {
  id: string;
  /** Empty for an online date. */
  place: string;
  seatsLeft: number;
}

/** What both views draw a date's radio button from. */
export interface DateChoice {
  name: string;
  form: string | undefined;
  required: boolean;
  chosen: string;
  choose: (id: string) => void;
}
