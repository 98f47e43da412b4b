import { answering, seeOther } from "#app/api/answer.ts";
import { requireClaims, requireId } from "#app/api/require.ts";
import { launchPartnerCourse } from "#lib/automation/launch-partner-course.ts";
import { webDeps } from "#lib/automation/web-deps.ts";

/** Sends the student to a fresh single-use address at the partner; says why not as JSON. */
export const GET = answering<{ enrollmentId: string }>("partner-launch", async (request, params) => {
  const claims = await requireClaims(request);
  const { url } = await launchPartnerCourse(webDeps(), {
    claims,
    enrollmentId: requireId(params.enrollmentId),
  });
  return seeOther(url);
});
