import { z } from "zod";
import { answering, json, seeOther } from "#app/api/answer.ts";
import { isForm, readForm, readJson } from "#app/api/read-body.ts";
import { requireClaims, requireSameOrigin } from "#app/api/require.ts";
import { requestEnrollAgain } from "#lib/automation/request-enroll-again.ts";
import { webDeps } from "#lib/automation/web-deps.ts";

/** As JSON or as a form: `{ stepId }`. */
const body = z.strictObject({ stepId: z.uuid() });

/**
 * Enrolls a step again: an admin asks, the worker does it. Answers 202 `{ enrolling: stepId }`, a form with 303 to the
 * story of its enrollment. 400 for anything but one id, 401 for a visitor, 403 from a page of another site, 404 for anybody but
 * an admin and for an unknown step. Asking again within a minute changes nothing.
 */
export const POST = answering("enroll-again", async (request) => {
  requireSameOrigin(request);
  const claims = await requireClaims(request);
  const form = isForm(request);
  const { stepId } = form ? await readForm(request, body) : await readJson(request, body);
  const { enrollmentId } = await requestEnrollAgain(webDeps(), { claims, stepId });
  return form ? seeOther(`/admin/enrollments/${enrollmentId}?asked=again`) : json({ enrolling: stepId }, 202);
});
