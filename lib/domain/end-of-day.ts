/** "Valid through DAY" as a moment. Partners name a day; when it ends depends on where they are. */

const LAST_SECOND_MS = (24 * 3600 - 1) * 1000;

/**
 * Returns the last second of a day on the clocks of a time zone, as ISO 8601 in UTC.
 *
 * `day` is `YYYY-MM-DD`, `timeZone` an IANA name (`America/Chicago`). Days of 23 and 25 hours end at 23:59:59 like all others.
 * Throws RangeError when either is none.
 */
export function endOfDay(day: string, timeZone: string): string {
  const clock = Date.parse(`${day}T00:00:00Z`) + LAST_SECOND_MS;
  if (Number.isNaN(clock)) throw new RangeError("not a day");
  // A first guess may lie on the other side of a change of clocks; the offset there is the right one.
  const guess = clock - offsetAt(clock, timeZone);
  return new Date(clock - offsetAt(guess, timeZone)).toISOString();
}

/** Making one takes a hundred times as long as using it. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockIn(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  clocks.set(timeZone, clock);
  return clock;
}

/** How far clocks in the zone are ahead of UTC at that moment, in milliseconds. */
function offsetAt(moment: number, timeZone: string): number {
  const parts = clockIn(timeZone).formatToParts(moment);
  const read = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(
    read("year"),
    read("month") - 1,
    read("day"),
    read("hour"),
    read("minute"),
    read("second"),
  );
  return shown - Math.floor(moment / 1000) * 1000;
}
