import { ForBrowser } from "#app/i18n/for-browser.tsx";
import { OptionDatePicker } from "#app/programs/[slug]/option-date-picker.tsx";
import type { OptionSessions } from "#lib/db/reads/course-sessions.ts";
import type { ProgramOption } from "#lib/db/reads/program-paths.ts";
import { isTeachable } from "#lib/domain/for-sale.ts";

/** Draws the dates of the options of one position that have some, each with its own choice. */
export function OptionDates(props: {
  options: readonly ProgramOption[];
  dates: ReadonlyMap<string, OptionSessions>;
  canChoose: boolean;
}) {
  const dated = props.options.filter((option) => props.dates.has(option.optionId) && isTeachable(option));
  if (dated.length === 0) return null;
  return (
    <ForBrowser rooms={["dates"]}>
      {dated.map((option) => {
        const { required = false, sessions = [] } = props.dates.get(option.optionId) ?? {};
        return (
          <OptionDatePicker
            key={option.optionId}
            option={{
              optionId: option.optionId,
              sequenceOrder: option.sequenceOrder,
              name: option.course.name,
            }}
            isOnlyOne={props.options.length === 1}
            required={required}
            canChoose={props.canChoose}
            dates={sessions.map(({ id, startsAt, endsAt, timeZone, place, seatsLeft }) => ({
              id,
              startsAt,
              endsAt,
              timeZone,
              place,
              seatsLeft,
            }))}
          />
        );
      })}
    </ForBrowser>
  );
}
