/** What calls to a partner were like, in words, from figures added up per minute. */

/** Calls of a stretch of time. Each is in one bucket: the first whose bound it does not pass. */
export interface CallFigures {
  calls: number;
  /** All that did not end well. */
  errors: number;
  msSum: number;
  msMax: number;
  to100Ms: number;
  to300Ms: number;
  to1S: number;
  to3S: number;
  to10S: number;
  over10S: number;
}

/** Share of calls that a figure of speed speaks for. */
const NEARLY_ALL = 0.95;

/** Says how fast nearly all calls were: `95% under 0.3 s`; null without a call. */
export function speedWords(figures: CallFigures): string | null {
  if (figures.calls === 0) return null;
  const buckets: [number, string][] = [
    [figures.to100Ms, "under 0.1 s"],
    [figures.to300Ms, "under 0.3 s"],
    [figures.to1S, "under 1 s"],
    [figures.to3S, "under 3 s"],
    [figures.to10S, "under 10 s"],
  ];
  let counted = 0;
  for (const [calls, bound] of buckets) {
    counted += calls;
    if (counted >= figures.calls * NEARLY_ALL) return `95% ${bound}`;
  }
  return "slower than 10 s";
}

/** Says how many calls did not end well: `2% errors`; null without a call. */
export function errorWords({ calls, errors }: Pick<CallFigures, "calls" | "errors">): string | null {
  if (calls === 0) return null;
  if (errors === 0) return "no errors";
  const percent = Math.round((errors / calls) * 100);
  return `${percent === 0 ? "under 1" : percent}% errors`;
}
