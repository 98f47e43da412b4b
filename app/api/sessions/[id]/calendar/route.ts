import { answering, RequestError } from "#app/api/answer.ts";
import { requireId } from "#app/api/require.ts";
import { calendarAnswer } from "#app/api/sessions/calendar-answer.ts";
import { calendarOfSession } from "#lib/automation/calendar-of-sessions.ts";
import { webDeps } from "#lib/automation/web-deps.ts";
import { claimsFrom } from "#lib/identity/index.ts";

/** One date as a calendar file, for anybody who may know of it. */
export const GET = answering<{ id: string }>("session-calendar", async (request, { id }) => {
  const file = await calendarOfSession(webDeps(), await claimsFrom(request.headers), requireId(id));
  if (!file) throw new RequestError(404, "not_found", "There is no such date.");
  return calendarAnswer(file, "date.ics");
});
