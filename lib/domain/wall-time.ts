/** Times as a clock on a wall shows them, in some zone, and the moments they are. */

/**
 * Finds the moment at which clocks of a zone show `YYYY-MM-DDTHH:MM`. Null for a time that they skip when they go
 * forward; of two, when they go back, the earlier one. `timeZone` must be one.
 */
export function atZone(wall: string, timeZone: string): Date | null {
  const asUtc = Date.parse(`${wall}:00Z`);
  if (Number.isNaN(asUtc)) return null;
  const offsets = [asUtc - DAY_MS, asUtc + DAY_MS].map((moment) => offsetAt(moment, timeZone));
  const moments = offsets.map((offset) => asUtc - offset).toSorted((a, b) => a - b);
  const found = moments.find((moment) => wallTime(new Date(moment), timeZone) === wall);
  return found === undefined ? null : new Date(found);
}

/** Writes what clocks of a zone show at a moment, as `YYYY-MM-DDTHH:MM`. */
export function wallTime(moment: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return parts.format(moment).replace(" ", "T");
}

const DAY_MS = 24 * 3_600_000;

function offsetAt(moment: number, timeZone: string): number {
  const minute = moment - (moment % 60_000);
  return Date.parse(`${wallTime(new Date(minute), timeZone)}:00Z`) - minute;
}
