"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { DateRadio } from "#components/sessions/DateRadio.tsx";
import type { DateChoice, OfferedDate } from "#components/sessions/date-choice.ts";
import { useLanguage } from "#components/use-language.ts";
import { monthName, monthSheet, monthsOf, weekdayNames, type MonthDay } from "#lib/domain/session-month.ts";
import { sessionDay, sessionHours } from "#lib/domain/session-time.ts";

/** Draws the dates of one month at a time as a table of weeks; `begin` is the month shown first. */
export function MonthSheet(props: {
  dates: readonly OfferedDate[];
  choice: DateChoice;
  begin: string | null;
}) {
  const { dates, choice } = props;
  const language = useLanguage();
  const title = useId();
  const months = monthsOf(dates);
  const [month, setMonth] = useState(props.begin ?? months[0] ?? "");
  const days = monthSheet(month, dates);
  const isShown = days.some((week) =>
    week.some((day) => day?.sessions.some(({ id }) => id === choice.chosen)),
  );
  return (
    <div className="mt-2">
      <Turner months={months} month={month} turn={setMonth} titleId={title} />
      {isShown || choice.chosen === "" ? null : (
        <input type="hidden" name={choice.name} form={choice.form} value={choice.chosen} />
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard */}
      <section aria-labelledby={title} tabIndex={0} className="table-frame relative mt-2">
        <table className="table" aria-labelledby={title}>
          <thead>
            <tr>
              {weekdayNames(language).map(({ short, long }) => (
                <th key={short} scope="col" abbr={long} className="max-sm:px-1!">
                  {short}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((week, index) => (
              <tr key={week.find(Boolean)?.day ?? index}>
                {week.map((day, weekday) => (
                  <td key={day?.day ?? `${index}-${weekday}`} className="max-sm:px-1!">
                    {day ? <Day day={day} choice={choice} /> : null}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function Turner(props: {
  months: readonly string[];
  month: string;
  turn: (month: string) => void;
  titleId: string;
}) {
  const t = useTranslations("dates");
  const language = useLanguage();
  const at = props.months.indexOf(props.month);
  const button = (label: string, to: string | undefined) => (
    <button
      type="button"
      className="button button-small"
      aria-disabled={to === undefined}
      onClick={() => {
        if (to) props.turn(to);
      }}
    >
      {label}
    </button>
  );
  return (
    <div className="flex flex-wrap items-center gap-3">
      {button(t("previousMonth"), props.months[at - 1])}
      <p id={props.titleId} aria-live="polite" className="font-semibold">
        {monthName(props.month, language)}
      </p>
      {button(t("nextMonth"), props.months[at + 1])}
    </div>
  );
}

function Day({ day, choice }: { day: MonthDay<OfferedDate>; choice: DateChoice }) {
  const t = useTranslations("dates");
  const language = useLanguage();
  return (
    <div className={day.sessions.length > 0 ? "min-w-36" : ""}>
      <span
        aria-hidden={day.sessions.length > 0}
        className={`figures block ${day.sessions.length > 0 ? "font-bold" : "text-ink-soft"}`}
      >
        {day.number}
      </span>
      {day.sessions.map((date) => (
        <DateRadio key={date.id} date={date} choice={choice} className="items-start py-1">
          <span className="sr-only">{sessionDay(date, language)}, </span>
          {sessionHours(date, language)} <span className="block">{date.place || t("online")}</span>
        </DateRadio>
      ))}
    </div>
  );
}
