import { AuthorForm } from "#app/admin/courses/author-form.tsx";
import { hideReviewAction, restoreReviewAction } from "#app/admin/reviews/actions.ts";
import { Notice } from "#components/Notice.tsx";
import type { AdminReview } from "#lib/db/reads/admin-reviews.ts";
import { calendarDate } from "#lib/domain/relative-time.ts";

/** Draws one review with its author, and the way to hide it for a reason or to show it again. */
export function ReviewToModerate({ review, timeZone }: { review: AdminReview; timeZone: string }) {
  const { course, student } = review;
  return (
    <li className="card p-5">
      <h2 className="text-lg">
        {course.name} <span className="font-normal text-ink-soft">{review.partnerName}</span>
      </h2>
      <p className="figures">
        {review.rating} of 5 · {calendarDate(review.at, timeZone)} · {student.name || student.email}{" "}
        <a href={`mailto:${student.email}`}>{student.email}</a>
      </p>
      {review.body ? <p className="mt-2 break-words whitespace-pre-line">{review.body}</p> : null}
      {review.hiddenReason === null ? (
        <details className="mt-3">
          <summary className="cursor-pointer py-1 font-semibold underline decoration-accent decoration-2 underline-offset-4">
            Hide this review
          </summary>
          <div className="mt-3">
            <AuthorForm act={hideReviewAction.bind(null, review.id)} button="Hide the review">
              <label className="grid gap-1.5">
                <span className="font-semibold">Reason, as its author reads it</span>
                <input name="reason" className="field" required maxLength={300} />
              </label>
            </AuthorForm>
          </div>
        </details>
      ) : (
        <div className="mt-3 grid gap-3">
          <Notice tone="quiet" title="Hidden">
            <p>{review.hiddenReason}</p>
          </Notice>
          <AuthorForm act={restoreReviewAction.bind(null, review.id)} button="Show it again">
            {null}
          </AuthorForm>
        </div>
      )}
    </li>
  );
}
