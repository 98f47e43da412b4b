import { PartnerName } from "#components/PartnerName.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import { When } from "#components/When.tsx";
import type { OpenFailure } from "#lib/db/reads/admin-failures.ts";
import { failureOwner, failureReason } from "#lib/domain/failure-words.ts";

interface ItemProps {
  failure: OpenFailure;
  now: Date;
  timeZone: string;
}

/** Draws one open failure: what happened to whom, whose turn it is, when it is tried again. */
export function FailureItem({ failure, now, timeZone }: ItemProps) {
  return (
    <li className="grid gap-x-8 gap-y-3 px-5 py-5 lg:grid-cols-[minmax(0,1fr)_15rem_auto]">
      <div>
        <h2 className="text-lg">{failureReason(failure.reason)}</h2>
        <p>{failure.message}</p>
        <p className="mt-1 text-ink-soft">
          <Subject failure={failure} />
        </p>
      </div>
      <Facts failure={failure} now={now} timeZone={timeZone} />
      <form method="post" action={`/api/admin/failures/${failure.id}/retry`}>
        <SubmitButton className="button-small" busy="Asking…">
          Retry<span className="sr-only"> {failure.student?.email ?? failure.reason} now</span>
        </SubmitButton>
      </form>
    </li>
  );
}

function Subject({ failure }: { failure: OpenFailure }) {
  const { student, partner, title, enrollmentId } = failure;
  return (
    <>
      {student ? `${student.name || "No name"}, ${student.email}` : "No student known"}
      {title ? " · " : ""}
      {title && enrollmentId ? (
        <PlainLink href={`/admin/enrollments/${enrollmentId}`}>{title}</PlainLink>
      ) : (
        title
      )}
      {partner ? (
        <>
          {" · "}
          <PartnerName slug={partner.slug} name={partner.name} />
        </>
      ) : null}
    </>
  );
}

function Facts({ failure, now, timeZone }: ItemProps) {
  return (
    <dl className="figures grid grid-cols-[auto_minmax(0,1fr)] content-start gap-x-3">
      <dt className="text-ink-soft">Turn of</dt>
      <dd>{failureOwner(failure.owner)}</dd>
      <dt className="text-ink-soft">Open since</dt>
      <dd>
        <When at={failure.createdAt} now={now} timeZone={timeZone} />
      </dd>
      <dt className="text-ink-soft">Retries</dt>
      <dd>{failure.retryCount}</dd>
      <dt className="text-ink-soft">Next retry</dt>
      <dd>
        {failure.nextRetryAt === null ? (
          "only by hand"
        ) : failure.nextRetryAt <= now ? (
          "due now"
        ) : (
          <When at={failure.nextRetryAt} now={now} timeZone={timeZone} />
        )}
      </dd>
    </dl>
  );
}
