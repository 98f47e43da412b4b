import { answering, RequestError } from "#app/api/answer.ts";
import { requireClaims, requireId } from "#app/api/require.ts";
import { openMediaFile } from "#lib/automation/hosted-course-media.ts";
import { webDeps } from "#lib/automation/web-deps.ts";

/** Streams a video or its captions, from any byte on, to whoever is in its course. */
export const GET = answering<{ fileId: string }>("lesson-file", async (request, params) => {
  const claims = await requireClaims(request);
  const range = request.headers.get("range");
  const file = await openMediaFile(webDeps().db, claims, requireId(params.fileId), range);
  if (!file) throw new RequestError(404, "not_found", "There is no such file.");
  return new Response(file.body, { status: file.status, headers: file.headers });
});
