import type { Metadata } from "next";
import type { PageQuery } from "#app/page-props.ts";
import { AdminFrame } from "#app/admin/admin-frame.tsx";
import { Counts } from "#app/admin/counts.tsx";
import { FailureItem } from "#app/admin/failure-item.tsx";
import { RetryAnswer } from "#app/admin/retry-answer.tsx";
import { requireAdmin } from "#app/viewer.ts";
import { EmptyState } from "#components/EmptyState.tsx";
import { Pager } from "#components/Pager.tsx";
import { findFailure, listOpenFailures } from "#lib/db/reads/admin-failures.ts";
import { readAdminOverview } from "#lib/db/reads/admin-overview.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { listAddress, readId, readListQuery } from "#lib/domain/list-query.ts";

export const metadata: Metadata = { title: "Open failures" };

export default async function FailuresPage(props: PageQuery) {
  const viewer = await requireAdmin();
  const query = await props.searchParams;
  const { search, page } = readListQuery(query);
  const retried = readId(query["retried"]);
  const enrollmentId = readId(query["enrollment"]);
  const partner = typeof query["partner"] === "string" ? query["partner"] : null;
  const { overview, failures, answer } = await readAs(viewer.claims, async (tx) => ({
    overview: await readAdminOverview(tx),
    failures: await listOpenFailures(tx, { search, enrollmentId, partner }, page),
    answer: retried ? await findFailure(tx, retried) : null,
  }));
  const title = search || enrollmentId || partner ? "No open failure there" : "Nothing is broken";
  const now = new Date();
  return (
    <AdminFrame title="Open failures" path="/admin" search={search}>
      {answer ? <RetryAnswer failure={answer} /> : null}
      <Counts overview={overview} />
      {failures.rows.length > 0 ? (
        <ul aria-label="Open failures" className="card mt-6 divide-y divide-edge">
          {failures.rows.map((failure) => (
            <FailureItem key={failure.id} failure={failure} now={now} timeZone={viewer.timeZone} />
          ))}
        </ul>
      ) : (
        <div className="mt-6">
          <EmptyState title={title}>
            <p>{search ? "Try another part of the name or e-mail." : "Nobody waits for you."}</p>
          </EmptyState>
        </div>
      )}
      <Pager
        {...failures}
        hrefOf={(number) =>
          listAddress("/admin", { q: search, enrollment: enrollmentId, partner, page: number })
        }
      />
    </AdminFrame>
  );
}
