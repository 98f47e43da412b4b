import { getTranslations } from "next-intl/server";
import { RatedCourseCard } from "#components/reviews/RatedCourseCard.tsx";
import { readAs } from "#lib/db/reads/read-as.ts";
import { readNewestReviews, readRatedCourses } from "#lib/db/reads/reviews.ts";
import type { RatedCourse, Review } from "#lib/domain/review.ts";

const NEWEST = 2;

/** Draws what students say of the courses of a program; nothing while nobody said anything. */
export async function ProgramReviews({ programId }: { programId: string }) {
  // As a visitor, whoever looks: authors and admins would see hidden reviews, too.
  const courses = await readAs(null, async (tx) => {
    const rated = (await readRatedCourses(tx, programId)).filter(({ rating }) => rating.count > 0);
    const all: { course: RatedCourse; newest: Review[] }[] = [];
    for (const course of rated) all.push({ course, newest: await readNewestReviews(tx, course.id, NEWEST) });
    return all;
  });
  if (courses.length === 0) return null;
  const t = await getTranslations("reviews");
  return (
    <section aria-labelledby="reviews" className="mt-12 max-w-[65ch]">
      <h2 id="reviews">{t("title")}</h2>
      <ul className="divide-y divide-edge">
        {courses.map(({ course, newest }) => (
          <RatedCourseCard key={course.id} course={course} newest={newest} />
        ))}
      </ul>
    </section>
  );
}
