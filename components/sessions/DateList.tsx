"use client";

import { useTranslations } from "next-intl";
import { DateRadio } from "#components/sessions/DateRadio.tsx";
import type { DateChoice, OfferedDate } from "#components/sessions/date-choice.ts";
import { useLanguage } from "#components/use-language.ts";
import { sessionDay, sessionHours, sessionTime } from "#lib/domain/session-time.ts";

/** Draws dates day by day, each with its hours, place and seats. */
export function DateList({ dates, choice }: { dates: readonly OfferedDate[]; choice: DateChoice }) {
  const t = useTranslations("dates");
  const language = useLanguage();
  const days = [...Map.groupBy(dates, (date) => sessionDay(date, language))];
  return (
    <div className="mt-2 grid gap-3">
      {days.map(([day, group]) => (
        <div key={day}>
          <p className="font-semibold">{day}</p>
          <ul>
            {group.map((date) => (
              <li key={date.id} className="flex flex-wrap items-baseline justify-between gap-x-4">
                <DateRadio date={date} choice={choice} className="items-baseline py-1">
                  <span className="sr-only">{day}, </span>
                  {sessionHours(date, language)} · {date.place || t("online")} ·
                </DateRadio>
                <a
                  href={`/api/sessions/${date.id}/calendar`}
                  aria-label={t("fileOf", { date: sessionTime(date, language) })}
                >
                  {t("file")}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
