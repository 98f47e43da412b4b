import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AdminFrame } from "#app/admin/admin-frame.tsx";
import { AuthorForm } from "#app/admin/courses/author-form.tsx";
import { keepSessionAction, requireDatesAction } from "#app/admin/sessions/actions.ts";
import { SessionFields } from "#app/admin/sessions/session-fields.tsx";
import { SessionItem } from "#app/admin/sessions/session-item.tsx";
import type { PageParams, PageQuery } from "#app/page-props.ts";
import { requireAdmin } from "#app/viewer.ts";
import { EmptyState } from "#components/EmptyState.tsx";
import { Pager } from "#components/Pager.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import { loadConfig } from "#lib/config.ts";
import { findDatedCourse, listSessions } from "#lib/db/reads/admin-sessions.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { listAddress, readId, readListQuery } from "#lib/domain/list-query.ts";

export const metadata: Metadata = { title: "Dates of a course" };

export default async function CourseSessionsPage(props: PageParams<{ courseId: string }> & PageQuery) {
  const viewer = await requireAdmin();
  const courseId = readId((await props.params).courseId) ?? notFound();
  const { page } = readListQuery(await props.searchParams);
  const { course, found } = await readAs(viewer.claims, async (tx) => ({
    course: await findDatedCourse(tx, courseId),
    found: await listSessions(tx, courseId, page),
  }));
  if (!course) notFound();
  return (
    <AdminFrame title={course.name}>
      <p className="mt-4 text-ink-soft">Dates of this course at {course.partner.name}.</p>
      <Required courseId={courseId} required={course.required} />
      {found.rows.length > 0 ? (
        <ul aria-label="Dates" className="card mt-6 max-w-3xl divide-y divide-edge">
          {found.rows.map((session) => (
            <SessionItem key={session.id} courseId={courseId} session={session} />
          ))}
        </ul>
      ) : (
        <div className="mt-6">
          <EmptyState title="No dates yet">
            <p>
              Enter the first one below. Students see it at once on the pages of programs with this course.
            </p>
          </EmptyState>
        </div>
      )}
      <Pager {...found} hrefOf={(number) => listAddress(`/admin/sessions/${courseId}`, { page: number })} />
      <section aria-labelledby="new" className="mt-10 grid gap-4">
        <h2 id="new">Add a date</h2>
        <AuthorForm act={keepSessionAction.bind(null, { courseId, sessionId: null })} button="Add the date">
          <SessionFields session={null} timeZone={loadConfig().SCHOOL_TIME_ZONE} />
        </AuthorForm>
      </section>
    </AdminFrame>
  );
}

function Required({ courseId, required }: { courseId: string; required: boolean }) {
  return (
    <form action={requireDatesAction} className="mt-4 flex max-w-3xl flex-wrap items-center gap-4">
      <input type="hidden" name="courseId" value={courseId} />
      <p>
        {required
          ? "Taught at set times only: nobody can buy it without a date."
          : "A date can be chosen when buying, and need not be."}
      </p>
      <SubmitButton name="required" value={required ? "no" : "yes"} busy="Saving…" className="button-small">
        {required ? "Sell it without a date, too" : "Sell it with a date only"}
      </SubmitButton>
    </form>
  );
}
