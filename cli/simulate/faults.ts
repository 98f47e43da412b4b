/** Which faults the simulated outside world shows, and how often. */
import { UsageError } from "#cli/command.ts";

export interface Faults {
  /** Share of partner calls answered with a server error. */
  errors: number;
  /** Share of partner calls that are done and then never answered. */
  timeouts: number;
  /** Share of partner calls that are done, after which the connection breaks. */
  resets: number;
  /** Share of partner calls confirmed without anything being done. */
  noEffect: number;
  /** Share of webhooks, Stripe's and the partners', sent more than once. */
  duplicates: number;
  /** Milliseconds a partner takes for each answer. */
  slowMs: number;
  /** Seconds for which one partner, the last of the first program's path, is down from the start. */
  downSeconds: number;
}

/** Everything works. */
export const NO_FAULTS: Faults = {
  errors: 0,
  timeouts: 0,
  resets: 0,
  noEffect: 0,
  duplicates: 0,
  slowMs: 0,
  downSeconds: 0,
};

/** Named mixtures for `--faults`. */
export const PRESETS: Readonly<Record<string, Faults>> = {
  none: NO_FAULTS,
  some: { ...NO_FAULTS, errors: 0.05, duplicates: 0.2, resets: 0.01, noEffect: 0.01 },
  storm: { ...NO_FAULTS, errors: 0.2, duplicates: 0.3, timeouts: 0.05, noEffect: 0.05, downSeconds: 60 },
};

/** Reads `none`, `some`, `storm`, or a list like `errors=0.1,slowMs=200`. Throws UsageError naming the wrong part. */
export function readFaults(text: string): Faults {
  const preset = PRESETS[text];
  if (preset) return preset;
  const faults = { ...NO_FAULTS };
  for (const part of text.split(",")) {
    const [name, value] = part.split("=", 2) as [string, string | undefined];
    if (!isFault(name))
      throw new UsageError(
        `--faults knows ${Object.keys(NO_FAULTS).join(", ")} and the names ${Object.keys(PRESETS).join(", ")}, not "${name}"`,
      );
    faults[name] = readAmount(name, value);
  }
  return faults;
}

const MOST: Partial<Record<keyof Faults, number>> = { slowMs: 20_000, downSeconds: 3_600 };

function isFault(name: string): name is keyof Faults {
  return Object.hasOwn(NO_FAULTS, name);
}

function readAmount(name: keyof Faults, value: string | undefined): number {
  const amount = value === undefined || value === "" ? Number.NaN : Number(value);
  const most = MOST[name] ?? 1;
  if (amount >= 0 && amount <= most) return amount;
  throw new UsageError(`--faults ${name} must be a number from 0 to ${most}`);
}
