"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { reviewAction } from "#app/reviews/actions.ts";
import { Notice } from "#components/Notice.tsx";
import { PartnerName } from "#components/PartnerName.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import type { ReviewableCourse } from "#lib/domain/review.ts";
import { MAX_REVIEW_LENGTH, STARS } from "#lib/domain/rating.ts";

/** The review of one course: written, edited and removed here; what came of it stands above. */
export function MyReview({ course }: { course: ReviewableCourse }) {
  const t = useTranslations("reviews");
  const [said, send] = useActionState(reviewAction, null);
  const { mine } = course;
  return (
    <section aria-labelledby={`course-${course.id}`} className="card p-5">
      <h2 id={`course-${course.id}`} className="text-lg">
        {course.name}
      </h2>
      <p className="text-ink-soft">
        <PartnerName slug={course.partner.slug} name={course.partner.name} />
      </p>
      <form
        action={send}
        // React empties a form whose action is over; what was written is kept instead.
        onReset={(event) => event.preventDefault()}
        className="mt-3 grid gap-4"
      >
        {said ? <Notice tone={said.tone}>{said.text}</Notice> : null}
        {mine?.hiddenReason ? <Notice tone="bad">{t("hidden", { reason: mine.hiddenReason })}</Notice> : null}
        <input type="hidden" name="courseId" value={course.id} />
        <StarChoice initial={mine?.rating ?? null} />
        <Words courseId={course.id} initial={mine?.body ?? ""} />
        <p className="flex flex-wrap gap-3">
          <SubmitButton name="act" value="save" busy={t("saving")}>
            {t("save")}
          </SubmitButton>
          {mine && mine.hiddenReason === null ? (
            <SubmitButton
              name="act"
              value="remove"
              busy={t("removing")}
              className=""
              label={t("removeOf", { course: course.name })}
              skipChecks
            >
              {t("remove")}
            </SubmitButton>
          ) : null}
        </p>
      </form>
    </section>
  );
}

function StarChoice({ initial }: { initial: number | null }) {
  const t = useTranslations("reviews");
  return (
    <fieldset>
      <legend className="font-semibold">{t("yourStars")}</legend>
      <div className="mt-1 flex flex-wrap gap-x-5 gap-y-1">
        {STARS.toReversed().map((stars) => (
          <label key={stars} className="flex cursor-pointer items-baseline gap-x-2 py-1">
            <input type="radio" name="rating" value={stars} defaultChecked={stars === initial} required />
            {t("stars", { stars })}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Words({ courseId, initial }: { courseId: string; initial: string }) {
  const t = useTranslations("reviews");
  return (
    <div className="grid gap-1.5">
      <label htmlFor={`body-${courseId}`} className="font-semibold">
        {t("yourWords")}
      </label>
      <p id={`hint-${courseId}`} className="text-ink-soft">
        {t("wordsHint")}
      </p>
      <textarea
        id={`body-${courseId}`}
        name="body"
        className="field"
        rows={4}
        maxLength={MAX_REVIEW_LENGTH}
        defaultValue={initial}
        aria-describedby={`hint-${courseId}`}
      />
    </div>
  );
}
