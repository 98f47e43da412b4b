import { PlainLink } from "#components/PlainLink.tsx";
import { StatusTag } from "#components/StatusTag.tsx";
import type { AdminSession } from "#lib/db/reads/admin-sessions.ts";
import { sessionTime } from "#lib/domain/session-time.ts";

/** Draws one date in the list of a course: when, where, how many seats are taken. */
export function SessionItem({ courseId, session }: { courseId: string; session: AdminSession }) {
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 px-5 py-3">
      <div className="figures">
        <p className="font-semibold">
          <PlainLink href={`/admin/sessions/${courseId}/${session.id}`}>
            {sessionTime(session, "en")}
          </PlainLink>
        </p>
        <p className="text-ink-soft">
          {session.place || "Online"} · {session.seatsTaken} of {session.capacity} seats taken
        </p>
      </div>
      <SessionTag session={session} />
    </li>
  );
}

/** Says whether students can choose a date. */
export function SessionTag({ session }: { session: AdminSession }) {
  if (session.cancelReason !== null) return <StatusTag label="Canceled" tone="bad" />;
  if (!session.active) return <StatusTag label="Not on offer" tone="quiet" />;
  if (session.seatsTaken >= session.capacity) return <StatusTag label="Full" tone="waiting" />;
  return <StatusTag label="On offer" tone="good" />;
}
