import type { Metadata } from "next";
import type { PageQuery } from "#app/page-props.ts";
import { AdminFrame } from "#app/admin/admin-frame.tsx";
import { tellingTo } from "#app/telling.ts";
import { requireAdmin } from "#app/viewer.ts";
import { EmptyState } from "#components/EmptyState.tsx";
import { EnrollmentLine } from "#components/enrollment/EnrollmentLine.tsx";
import { Pager } from "#components/Pager.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { StatusTag } from "#components/StatusTag.tsx";
import { When } from "#components/When.tsx";
import { listEnrollments, type AdminEnrollment } from "#lib/db/reads/admin-enrollments.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { enrollmentWords } from "#lib/domain/enrollment-status.ts";
import type { Telling } from "#lib/domain/standing-sentence.ts";
import { listAddress, readListQuery } from "#lib/domain/list-query.ts";

export const metadata: Metadata = { title: "Enrollments" };

export default async function EnrollmentsPage(props: PageQuery) {
  const viewer = await requireAdmin();
  const { search, page } = readListQuery(await props.searchParams);
  const found = await readAs(viewer.claims, (tx) => listEnrollments(tx, search, page));
  const telling = tellingTo(viewer);
  return (
    <AdminFrame title="Enrollments" path="/admin/enrollments" search={search}>
      {found.rows.length > 0 ? (
        <ul aria-label="Enrollments, newest first" className="card mt-6 divide-y divide-edge">
          {found.rows.map((enrollment) => (
            <EnrollmentItem key={enrollment.id} enrollment={enrollment} telling={telling} />
          ))}
        </ul>
      ) : (
        <div className="mt-6">
          <EmptyState title={search ? "No enrollment of such a student" : "No enrollments yet"}>
            <p>
              {search
                ? "Try another part of the name or e-mail."
                : "The first one appears when somebody paid."}
            </p>
          </EmptyState>
        </div>
      )}
      <Pager {...found} hrefOf={(number) => listAddress("/admin/enrollments", { q: search, page: number })} />
    </AdminFrame>
  );
}

function EnrollmentItem(props: { enrollment: AdminEnrollment; telling: Telling }) {
  const { enrollment, telling } = props;
  const broken = enrollment.openFailures;
  return (
    <li className="grid gap-x-8 gap-y-2 px-5 py-4 lg:grid-cols-[minmax(0,1fr)_14rem_15rem] lg:items-center">
      <div>
        <h2 className="text-lg">
          <PlainLink href={`/admin/enrollments/${enrollment.id}`}>{enrollment.title}</PlainLink>
        </h2>
        <p className="text-ink-soft">
          {enrollment.student.name || "No name"}, {enrollment.student.email}
        </p>
      </div>
      <EnrollmentLine steps={enrollment.steps} status={enrollment.status} telling={telling} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 lg:justify-end">
        {broken > 0 ? (
          <StatusTag tone="bad" label={broken === 1 ? "1 open failure" : `${broken} open failures`} />
        ) : null}
        <StatusTag {...enrollmentWords(enrollment.status)} />
        <span className="text-ink-soft">
          <When at={enrollment.createdAt} now={telling.now} timeZone={telling.timeZone} />
        </span>
      </div>
    </li>
  );
}
