import { useTimeZone, useTranslations } from "next-intl";
import { useLanguage } from "#components/use-language.ts";
import type { Review } from "#lib/domain/review.ts";
import { sayDay } from "#lib/domain/sentence.ts";

/** Draws one review: stars and words as they were written, and when; nobody learns from whom. */
export function ReviewItem({ review }: { review: Review }) {
  const t = useTranslations("reviews");
  const language = useLanguage();
  const timeZone = useTimeZone() ?? "UTC";
  return (
    <li className="py-3">
      <p>
        <span aria-hidden="true" className="tracking-wider">
          {"★".repeat(review.rating)}
          <span className="text-ink-soft">{"☆".repeat(5 - review.rating)}</span>
        </span>
        <span className="sr-only">{t("stars", { stars: review.rating })}</span>{" "}
        <span className="text-ink-soft">
          {t("byStudent", { day: sayDay(review.at, { language, timeZone }) })}
        </span>
      </p>
      <p className="mt-1 max-w-[65ch] break-words whitespace-pre-line">{review.body}</p>
    </li>
  );
}
