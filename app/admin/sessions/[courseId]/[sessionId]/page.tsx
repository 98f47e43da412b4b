import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AdminFrame } from "#app/admin/admin-frame.tsx";
import { AuthorForm } from "#app/admin/courses/author-form.tsx";
import { cancelSessionAction, keepSessionAction } from "#app/admin/sessions/actions.ts";
import { SessionFields } from "#app/admin/sessions/session-fields.tsx";
import { SessionTag } from "#app/admin/sessions/session-item.tsx";
import type { PageParams } from "#app/page-props.ts";
import { requireAdmin } from "#app/viewer.ts";
import { Field } from "#components/Field.tsx";
import { Notice } from "#components/Notice.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { findAdminSession, listSeatHolders, type SeatHolder } from "#lib/db/reads/admin-sessions.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { readId } from "#lib/domain/list-query.ts";
import { sessionTime } from "#lib/domain/session-time.ts";

export const metadata: Metadata = { title: "Date" };

export default async function SessionPage(props: PageParams<{ courseId: string; sessionId: string }>) {
  const viewer = await requireAdmin();
  const params = await props.params;
  const courseId = readId(params.courseId) ?? notFound();
  const sessionId = readId(params.sessionId) ?? notFound();
  const { session, holders } = await readAs(viewer.claims, async (tx) => ({
    session: await findAdminSession(tx, courseId, sessionId),
    holders: await listSeatHolders(tx, sessionId),
  }));
  if (!session) notFound();
  return (
    <AdminFrame title={sessionTime(session, "en")}>
      <p className="mt-4 flex flex-wrap items-baseline gap-x-4">
        <PlainLink href={`/admin/sessions/${courseId}`}>All dates of the course</PlainLink>
        <SessionTag session={session} />
      </p>
      <Holders holders={holders} capacity={session.capacity} />
      {session.cancelReason === null ? (
        <>
          <section aria-labelledby="change" className="mt-10 grid gap-4">
            <h2 id="change">Change it</h2>
            <p className="max-w-[65ch] text-ink-soft">
              Whoever booked it is told by mail when time, place or link change.
            </p>
            <AuthorForm act={keepSessionAction.bind(null, { courseId, sessionId })} button="Save the date">
              <SessionFields session={session} timeZone={session.timeZone} />
            </AuthorForm>
          </section>
          <section aria-labelledby="cancel" className="mt-10 grid gap-4">
            <h2 id="cancel">Cancel it</h2>
            <p className="max-w-[65ch] text-ink-soft">
              Whoever booked it is told the reason by mail and chooses another date. This cannot be undone.
            </p>
            <AuthorForm act={cancelSessionAction.bind(null, sessionId)} button="Cancel this date">
              <Field name="reason" label="Reason, as students read it" required maxLength={300} />
            </AuthorForm>
          </section>
        </>
      ) : (
        <div className="mt-6 max-w-2xl">
          <Notice tone="bad" title="Canceled">
            <p>{session.cancelReason}</p>
          </Notice>
        </div>
      )}
    </AdminFrame>
  );
}

function Holders({ holders, capacity }: { holders: readonly SeatHolder[]; capacity: number }) {
  return (
    <section aria-labelledby="holders" className="mt-6">
      <h2 id="holders" className="figures">
        {holders.length} of {capacity} seats taken
      </h2>
      <ul className="card mt-3 max-w-3xl divide-y divide-edge empty:hidden">
        {holders.map((holder) => (
          <li key={holder.seatId} className="flex flex-wrap justify-between gap-x-4 px-5 py-2">
            <span>
              {holder.name || holder.email}{" "}
              <a href={`mailto:${holder.email}`} className="text-ink-soft">
                {holder.email}
              </a>
            </span>
            <span className="text-ink-soft">{holder.status === "booked" ? "booked" : "not paid yet"}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
