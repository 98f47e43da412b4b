import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AnotherDate } from "#app/dates/another-date.tsx";
import { ForBrowser } from "#app/i18n/for-browser.tsx";
import { requireViewer } from "#app/viewer.ts";
import { EmptyState } from "#components/EmptyState.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { MyDateItem } from "#components/sessions/MyDateItem.tsx";
import { readUpcoming } from "#lib/db/reads/course-sessions.ts";
import { readMyDates } from "#lib/db/reads/my-dates.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { needsAnotherDate, seatWords } from "#lib/domain/seat-words.ts";

/** Not a page: the browser downloads it. */
const ALL_AS_FILE = "/api/sessions/calendar";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("dates");
  return { title: t("title") };
}

export default async function MyDatesPage() {
  const viewer = await requireViewer("/dates");
  const { dates, open } = await readAs(viewer.claims, async (tx) => {
    const mine = await readMyDates(tx);
    const needed = mine.filter(needsAnotherDate).map(({ courseId }) => courseId);
    return { dates: mine, open: await readUpcoming(tx, needed) };
  });
  const t = await getTranslations("dates");
  return (
    <>
      <h1>{t("title")}</h1>
      <p className="mt-3 max-w-[65ch] text-ink-soft">{t("lead")}</p>
      {dates.length > 0 ? (
        <ForBrowser rooms={["dates", "errors"]}>
          <ul aria-label={t("title")} className="card mt-6 max-w-3xl divide-y divide-edge">
            {dates.map((date) => (
              <MyDateItem key={date.seatId} date={date}>
                {needsAnotherDate(date) ? (
                  <AnotherDate seatId={date.seatId} dates={open.get(date.courseId) ?? []} />
                ) : null}
              </MyDateItem>
            ))}
          </ul>
          {dates.some((date) => seatWords(date).counts) ? (
            <p className="mt-4">
              <a href={ALL_AS_FILE}>{t("all")}</a>
            </p>
          ) : null}
        </ForBrowser>
      ) : (
        <div className="mt-6">
          <EmptyState title={t("nothing")}>
            <p>{t("nothingWhy")}</p>
            <PlainLink href="/programs" className="button button-primary">
              {t("seePrograms")}
            </PlainLink>
          </EmptyState>
        </div>
      )}
    </>
  );
}
