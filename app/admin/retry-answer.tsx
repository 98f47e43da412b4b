import { KeepFresh } from "#components/KeepFresh.tsx";
import { Notice } from "#components/Notice.tsx";
import { failureReason } from "#lib/domain/failure-words.ts";

/** Answers an admin who asked for a retry: it is under way, or it worked meanwhile. */
export function RetryAnswer(props: {
  failure: { reason: string; resolution: string | null; student: { email: string } | null };
}) {
  const { reason, resolution, student } = props.failure;
  const about = `${failureReason(reason)}${student ? `, ${student.email}` : ""}`;
  return (
    <div className="mt-6">
      {resolution === null ? (
        <>
          <KeepFresh />
          <Notice tone="waiting" title={`Trying again: ${about}`}>
            <p>
              It leaves the list when it works, usually within a minute. Otherwise its next retry is shown.
            </p>
          </Notice>
        </>
      ) : (
        <Notice tone="good" title={`Resolved: ${about}`}>
          <p>{resolution}</p>
        </Notice>
      )}
    </div>
  );
}
