import type { Metadata } from "next";
import { AdminFrame } from "#app/admin/admin-frame.tsx";
import { ReviewToModerate } from "#app/admin/reviews/review-to-moderate.tsx";
import type { PageQuery } from "#app/page-props.ts";
import { requireAdmin } from "#app/viewer.ts";
import { EmptyState } from "#components/EmptyState.tsx";
import { Pager } from "#components/Pager.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { listAdminReviews } from "#lib/db/reads/admin-reviews.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { listAddress, readListQuery } from "#lib/domain/list-query.ts";

export const metadata: Metadata = { title: "Reviews" };

const SHOWN = [
  ["all", "All"],
  ["hidden", "Hidden"],
] as const;

export default async function ReviewsPage(props: PageQuery) {
  const viewer = await requireAdmin();
  const query = await props.searchParams;
  const { page } = readListQuery(query);
  const only = query["only"] === "hidden" ? "hidden" : "all";
  const found = await readAs(viewer.claims, (tx) => listAdminReviews(tx, only, page));
  return (
    <AdminFrame title="Reviews">
      <nav aria-label="Which" className="mt-4 -mx-2 flex gap-x-1">
        {SHOWN.map(([key, label]) => (
          <PlainLink
            key={key}
            href={listAddress("/admin/reviews", { only: key === "all" ? null : key })}
            aria-current={key === only ? "page" : undefined}
            className={`rounded-md px-2 py-1 ${key === only ? "font-bold" : "no-underline hover:underline"}`}
          >
            {label}
          </PlainLink>
        ))}
      </nav>
      {found.rows.length > 0 ? (
        <ul aria-label="Reviews, the one that changed last first" className="mt-4 grid max-w-3xl gap-4">
          {found.rows.map((review) => (
            <ReviewToModerate key={review.id} review={review} timeZone={viewer.timeZone} />
          ))}
        </ul>
      ) : (
        <div className="mt-4">
          <EmptyState title={only === "hidden" ? "No hidden review" : "No review yet"}>
            <p>Students review courses that a partner let them into.</p>
          </EmptyState>
        </div>
      )}
      <Pager
        {...found}
        hrefOf={(number) =>
          listAddress("/admin/reviews", { only: only === "all" ? null : only, page: number })
        }
      />
    </AdminFrame>
  );
}
