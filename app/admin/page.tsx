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
import { listAddress, readListQuery } from "#lib/domain/list-query.ts";

export const metadata: Metadata = { title: "Open failures" };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export default async function FailuresPage(props: PageQuery) {
  const viewer = await requireAdmin();
  const query = await props.searchParams;
  const { search, page } = readListQuery(query);
  const retried =
    typeof query["retried"] === "string" && UUID.test(query["retried"]) ? query["retried"] : null;
  const { overview, failures, answer } = await readAs(viewer.claims, async (tx) => ({
    overview: await readAdminOverview(tx),
    failures: await listOpenFailures(tx, search, page),
    answer: retried ? await findFailure(tx, retried) : null,
  }));
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
          <EmptyState title={search ? "No open failure of such a student" : "Nothing is broken"}>
            <p>{search ? "Try another part of the name or e-mail." : "Every student is on their way."}</p>
          </EmptyState>
        </div>
      )}
      <Pager {...failures} hrefOf={(number) => listAddress("/admin", { q: search, page: number })} />
    </AdminFrame>
  );
}
