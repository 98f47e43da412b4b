import { exactTime, relativeTime } from "#lib/domain/relative-time.ts";

/** Writes a moment as people say it; the exact one, in the reader's zone, is in the title. */
export function When({ at, now, timeZone = "UTC" }: { at: Date; now: Date; timeZone?: string }) {
  return (
    <time dateTime={at.toISOString()} title={exactTime(at, timeZone)}>
      {relativeTime(at, now, timeZone)}
    </time>
  );
}
