import { answering } from "#app/api/answer.ts";
import { requireClaims } from "#app/api/require.ts";
import { calendarAnswer } from "#app/api/sessions/calendar-answer.ts";
import { calendarOfMine } from "#lib/automation/calendar-of-sessions.ts";
import { webDeps } from "#lib/automation/web-deps.ts";

/** All dates the person has a seat at, as one calendar file. */
export const GET = answering("my-calendar", async (request) =>
  calendarAnswer(await calendarOfMine(webDeps(), await requireClaims(request)), "dates.ics"),
);
