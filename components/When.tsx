import { useLanguage } from "#components/use-language.ts";
import { exactTime, relativeTime } from "#lib/domain/relative-time.ts";

/** Writes a moment as people say it; the exact one, in the reader's zone, is in the title. */
export function When({ at, now, timeZone = "UTC" }: { at: Date; now: Date; timeZone?: string }) {
  const language = useLanguage();
  return (
    <time dateTime={at.toISOString()} title={exactTime(at, timeZone, language)}>
      {relativeTime(at, now, timeZone, language)}
    </time>
  );
}
