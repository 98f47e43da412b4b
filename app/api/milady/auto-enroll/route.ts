import { z } from "zod";
import { answering, json } from "#app/api/answer.ts";
import { readJson } from "#app/api/read-body.ts";
import { requireClaims, requireSameOrigin } from "#app/api/require.ts";
import { requestCompanions } from "#lib/automation/request-companions.ts";
import { webDeps } from "#lib/automation/web-deps.ts";

/** `studentId` only where an admin asks for somebody. */
const body = z.strictObject({ studentId: z.uuid().optional() });

/**
 * Enrolls a student in the RISE courses that their Milady course requires. Answers 202 `{ enrolling: studentId }`.
 * 400 for a wrong body, 401 for a visitor, 403 from a page of another site, 404 when the student has no such course
 * running at Milady, or is somebody else and no admin asks. Asking again changes nothing.
 */
export const POST = answering("milady-auto-enroll", async (request) => {
  requireSameOrigin(request);
  const claims = await requireClaims(request);
  const { studentId = claims.sub } = await readJson(request, body);
  await requestCompanions(webDeps(), { claims, studentId, partner: "milady" });
  return json({ enrolling: studentId }, 202);
});
