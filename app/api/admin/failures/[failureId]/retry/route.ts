import { answering, json, seeOther } from "#app/api/answer.ts";
import { requireClaims, requireId, requireSameOrigin, wantsPage } from "#app/api/require.ts";
import { requestRetry } from "#lib/automation/request-retry.ts";
import { webDeps } from "#lib/automation/web-deps.ts";

/** Lets the worker try an open failure again now. Admins only; for everybody else there is no such failure. */
export const POST = answering<{ failureId: string }>("retry-failure", async (request, params) => {
  requireSameOrigin(request);
  const claims = await requireClaims(request);
  const failureId = requireId(params.failureId);
  await requestRetry(webDeps(), { claims, failureId });
  return wantsPage(request) ? seeOther(`/admin?retried=${failureId}`) : json({ retrying: failureId }, 202);
});
