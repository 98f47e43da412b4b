import { useTranslations } from "next-intl";
import { PlainLink } from "#components/PlainLink.tsx";
import { MyDateItem } from "#components/sessions/MyDateItem.tsx";
import type { MyDate } from "#lib/domain/my-date.ts";

/** Draws the reader's dates on a page about something else, with the way to all of them; nothing when there are none. */
export function MyDates({ dates }: { dates: readonly MyDate[] }) {
  const t = useTranslations("dates");
  if (dates.length === 0) return null;
  return (
    <section aria-labelledby="my-dates" className="mt-8 max-w-3xl">
      <h2 id="my-dates">{t("title")}</h2>
      <ul className="card mt-3 divide-y divide-edge">
        {dates.map((date) => (
          <MyDateItem key={date.seatId} date={date} />
        ))}
      </ul>
      <p className="mt-3">
        <PlainLink href="/dates">{t("seeAll")}</PlainLink>
      </p>
    </section>
  );
}
