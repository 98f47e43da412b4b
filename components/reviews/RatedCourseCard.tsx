import { useTranslations } from "next-intl";
import { PartnerName } from "#components/PartnerName.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { Average } from "#components/reviews/Average.tsx";
import { ReviewItem } from "#components/reviews/ReviewItem.tsx";
import { Spread } from "#components/reviews/Spread.tsx";
import type { RatedCourse, Review } from "#lib/domain/review.ts";

/** Draws what students say of one course: average, spread, and the newest reviews. */
export function RatedCourseCard({ course, newest }: { course: RatedCourse; newest: readonly Review[] }) {
  const t = useTranslations("reviews");
  return (
    <li className="py-5">
      <h3>
        {course.name}{" "}
        <span className="text-base font-normal tracking-normal">
          <PartnerName slug={course.partner.slug} name={course.partner.name} />
        </span>
      </h3>
      <Average rating={course.rating} />
      {course.rating.count > 0 ? (
        <div className="mt-2">
          <Spread rating={course.rating} course={course.name} />
        </div>
      ) : null}
      {newest.length > 0 ? (
        <>
          <ul aria-label={t("newest")} className="mt-3 divide-y divide-edge">
            {newest.map((review) => (
              <ReviewItem key={review.id} review={review} />
            ))}
          </ul>
          <p>
            <PlainLink href={`/reviews/${course.id}`}>{t("all", { course: course.name })}</PlainLink>
          </p>
        </>
      ) : null}
    </li>
  );
}
