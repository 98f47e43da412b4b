import { useTranslations } from "next-intl";
import { shareOf, STARS, type Rating } from "#lib/domain/rating.ts";

/** Draws how many reviews gave how many stars; the bars repeat what the figures say. */
export function Spread({ rating, course }: { rating: Rating; course: string }) {
  const t = useTranslations("reviews");
  return (
    <table className="figures w-full max-w-sm text-left">
      <caption className="sr-only">{t("spreadOf", { course })}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t("starsColumn")}</th>
          <th scope="col">{t("countColumn")}</th>
        </tr>
      </thead>
      <tbody>
        {STARS.map((stars) => (
          <tr key={stars}>
            <th scope="row" className="w-px pr-3 font-normal whitespace-nowrap">
              {t("stars", { stars })}
            </th>
            <td className="flex items-center gap-2">
              <span aria-hidden="true" className="h-2.5 flex-1 rounded-full border border-edge-strong">
                <span
                  className="block h-full rounded-full bg-ink"
                  style={{ width: `${shareOf(rating, stars)}%` }}
                />
              </span>
              <span className="w-10 text-right">{rating.spread[stars]}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
