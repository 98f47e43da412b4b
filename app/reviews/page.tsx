import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ForBrowser } from "#app/i18n/for-browser.tsx";
import { MyReview } from "#app/reviews/my-review.tsx";
import { requireViewer } from "#app/viewer.ts";
import { EmptyState } from "#components/EmptyState.tsx";
import { readAs } from "#lib/db/reads/read-as.ts";
import { readReviewable } from "#lib/db/reads/reviews.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reviews");
  return { title: t("mine") };
}

export default async function MyReviewsPage() {
  const viewer = await requireViewer("/reviews");
  const courses = await readAs(viewer.claims, readReviewable);
  const t = await getTranslations("reviews");
  return (
    <>
      <h1>{t("mine")}</h1>
      <p className="mt-3 max-w-[65ch] text-ink-soft">{t("mineLead")}</p>
      {courses.length > 0 ? (
        <ForBrowser rooms={["reviews", "errors"]}>
          <div className="mt-6 grid max-w-2xl gap-6">
            {courses.map((course) => (
              <MyReview key={course.id} course={course} />
            ))}
          </div>
        </ForBrowser>
      ) : (
        <div className="mt-6">
          <EmptyState title={t("nothing")}>
            <p>{t("nothingWhy")}</p>
          </EmptyState>
        </div>
      )}
    </>
  );
}
