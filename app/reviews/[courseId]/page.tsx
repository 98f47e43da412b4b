import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import type { PageParams, PageQuery } from "#app/page-props.ts";
import { Average } from "#components/reviews/Average.tsx";
import { ReviewItem } from "#components/reviews/ReviewItem.tsx";
import { Spread } from "#components/reviews/Spread.tsx";
import { PartnerName } from "#components/PartnerName.tsx";
import { Pager } from "#components/Pager.tsx";
import { readAs } from "#lib/db/reads/read-as.ts";
import { findRatedCourse, listReviews } from "#lib/db/reads/reviews.ts";
import { listAddress, readId, readListQuery } from "#lib/domain/list-query.ts";

type Props = PageParams<{ courseId: string }> & PageQuery;

const findCourseOnce = cache(async (text: string) => {
  const courseId = readId(text);
  return courseId && (await readAs(null, (tx) => findRatedCourse(tx, courseId)));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const course = await findCourseOnce((await params).courseId);
  const t = await getTranslations("reviews");
  return { title: course ? t("reviewsOf", { course: course.name }) : t("title") };
}

export default async function CourseReviewsPage(props: Props) {
  const course = await findCourseOnce((await props.params).courseId);
  if (!course) notFound();
  const { page } = readListQuery(await props.searchParams);
  const found = await readAs(null, (tx) => listReviews(tx, course.id, page));
  const t = await getTranslations("reviews");
  return (
    <div className="max-w-[65ch]">
      <h1>{t("ofCourse", { course: course.name })}</h1>
      <p className="mt-2">
        <PartnerName slug={course.partner.slug} name={course.partner.name} />
      </p>
      <div className="mt-4 grid gap-3">
        <Average rating={course.rating} />
        {course.rating.count > 0 ? <Spread rating={course.rating} course={course.name} /> : null}
      </div>
      <ul aria-label={t("newest")} className="mt-6 divide-y divide-edge empty:hidden">
        {found.rows.map((review) => (
          <ReviewItem key={review.id} review={review} />
        ))}
      </ul>
      <Pager {...found} hrefOf={(number) => listAddress(`/reviews/${course.id}`, { page: number })} />
    </div>
  );
}
