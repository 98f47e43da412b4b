import type { Metadata } from "next";
import { AdminFrame } from "#app/admin/admin-frame.tsx";
import type { PageQuery } from "#app/page-props.ts";
import { requireAdmin } from "#app/viewer.ts";
import { EmptyState } from "#components/EmptyState.tsx";
import { Pager } from "#components/Pager.tsx";
import { PartnerName } from "#components/PartnerName.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { listDatedCourses } from "#lib/db/reads/admin-sessions.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { listAddress, readListQuery } from "#lib/domain/list-query.ts";

export const metadata: Metadata = { title: "Dates" };

export default async function SessionsPage(props: PageQuery) {
  const viewer = await requireAdmin();
  const { search, page } = readListQuery(await props.searchParams);
  const found = await readAs(viewer.claims, (tx) => listDatedCourses(tx, search, page));
  return (
    <AdminFrame
      title="Dates"
      path="/admin/sessions"
      search={search}
      searchLabel="Search by name of course or partner"
    >
      {found.rows.length > 0 ? (
        <ul aria-label="Courses" className="card mt-6 max-w-3xl divide-y divide-edge">
          {found.rows.map((course) => (
            <li key={course.id} className="px-5 py-3">
              <p className="font-semibold">
                <PlainLink href={`/admin/sessions/${course.id}`}>{course.name}</PlainLink>
              </p>
              <p className="figures text-ink-soft">
                <PartnerName slug={course.partner.slug} name={course.partner.name} /> · {course.upcoming}{" "}
                {course.upcoming === 1 ? "date" : "dates"} to come
                {course.required ? " · sold with a date only" : ""}
              </p>
            </li>
          ))}
        </ul>
      ) : (
        <div className="mt-6">
          <EmptyState title="No such course">
            <p>No course or partner has a name like that.</p>
          </EmptyState>
        </div>
      )}
      <Pager {...found} hrefOf={(number) => listAddress("/admin/sessions", { q: search, page: number })} />
    </AdminFrame>
  );
}
