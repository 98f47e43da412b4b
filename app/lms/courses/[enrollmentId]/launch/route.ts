import { answering, seeOther } from "#app/api/answer.ts";
import { requireId } from "#app/api/require.ts";
import { explainRefusal } from "#lib/automation/explain-refusal.ts";
import { launchPartnerCourse } from "#lib/automation/launch-partner-course.ts";
import { webDeps } from "#lib/automation/web-deps.ts";
import { signInPath } from "#lib/domain/return-path.ts";
import { claimsFrom } from "#lib/identity/index.ts";

/** The button of a page: on to the partner, to sign-in and back, or to the student's path with the reason. */
export const GET = answering<{ enrollmentId: string }>("course-launch", async (request, params) => {
  const enrollmentId = requireId(params.enrollmentId);
  const claims = await claimsFrom(request.headers);
  if (!claims) return seeOther(signInPath(`/lms/courses/${enrollmentId}/launch`));
  try {
    return seeOther((await launchPartnerCourse(webDeps(), { claims, enrollmentId })).url);
  } catch (error) {
    const refusal = explainRefusal(error);
    if (!refusal || refusal.status === 404) throw error;
    return seeOther(`/student/progress?problem=${refusal.code}#${enrollmentId}`);
  }
});
