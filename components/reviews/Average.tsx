import { useTranslations } from "next-intl";
import type { Rating } from "#lib/domain/rating.ts";

/** Says what students gave a course on average and how many of them did; or that nobody said anything yet. */
export function Average({ rating }: { rating: Rating }) {
  const t = useTranslations("reviews");
  if (rating.average === null) return <p className="text-ink-soft">{t("none")}</p>;
  return (
    <p>
      <span className="figures text-xl font-bold">
        {t("average", { average: Math.round(rating.average * 10) / 10 })}
      </span>{" "}
      <span className="text-ink-soft">{t("count", { count: rating.count })}</span>
    </p>
  );
}
