import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { StatusTag } from "#components/StatusTag.tsx";
import { useLanguage } from "#components/use-language.ts";
import type { MyDate } from "#lib/domain/my-date.ts";
import { seatWords } from "#lib/domain/seat-words.ts";
import { sessionTime } from "#lib/domain/session-time.ts";
import { webAddress } from "#lib/domain/web-address.ts";

/** Draws one of the reader's dates: what, when, where, how it stands, and its file for a calendar. */
export function MyDateItem({ date, children }: { date: MyDate; children?: ReactNode }) {
  const t = useTranslations("dates");
  const language = useLanguage();
  const words = seatWords(date);
  const room = date.link === null ? null : webAddress(date.link);
  const when = sessionTime(date, language);
  return (
    <li className="px-5 py-4">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-bold">{date.courseName}</span>
        <StatusTag label={t(`seat.${words.label}`)} tone={words.tone} />
      </p>
      <p className="figures">
        {when} · {date.place || t("online")}{" "}
        <span className="text-ink-soft">{t("partOf", { program: date.programTitle })}</span>
      </p>
      {words.label === "canceled" ? (
        <p className="mt-1 max-w-[65ch]">{t("canceledWhy", { reason: date.cancelReason ?? "" })}</p>
      ) : null}
      {words.label === "lost" ? <p className="mt-1 max-w-[65ch]">{t("lostWhy")}</p> : null}
      {words.counts ? (
        <p className="mt-1 flex flex-wrap gap-x-5">
          {room ? (
            <a href={room} target="_blank" rel="noreferrer">
              {t("openRoom")}
            </a>
          ) : null}
          <a href={`/api/sessions/${date.sessionId}/calendar`} aria-label={t("fileOf", { date: when })}>
            {t("file")}
          </a>
        </p>
      ) : null}
      {children}
    </li>
  );
}
