import { answering, RequestError } from "#app/api/answer.ts";
import { requireClaims } from "#app/api/require.ts";
import { eventStream, oneEvent } from "#app/api/student/events/event-stream.ts";
import { readStudentMark, studentWatch } from "#lib/db/reads/student-marks.ts";

/**
 * Tells the student who asks, by server-sent events, when something their pages show has changed: the mark of how things
 * stand, never what changed. `mark` is the one the page was made with; without it the present one is told and that is all.
 * 401 for a visitor, 503 when too many look. Ends after some minutes; browsers then ask again.
 */
export const GET = answering("student-events", async (request) => {
  const { sub } = await requireClaims(request);
  const mark = new URL(request.url).searchParams.get("mark");
  if (mark === null) return oneEvent(await readStudentMark(sub));
  const stream = eventStream((watched) => studentWatch().add(sub, mark, watched), request.signal);
  if (!stream) throw new RequestError(503, "too_many", "Too many pages are open. This one looks by itself.");
  return stream;
});
