import { z } from "zod";
import { answering, json } from "#app/api/answer.ts";
import { readJson } from "#app/api/read-body.ts";
import { requireClaims, requireId, requireSameOrigin } from "#app/api/require.ts";
import { keepPackageState } from "#lib/automation/hosted-course-package.ts";
import { webDeps } from "#lib/automation/web-deps.ts";

/** What a package may ask to keep, with room for what the standards allow: 64,000 characters of its own and its answers. */
const MAX_BYTES = 256 * 1024;

const commit = z.strictObject({
  sessionId: z.uuid(),
  number: z.int().min(1),
  itemId: z.string().min(1).max(300),
  cmi: z.record(z.string(), z.unknown()),
});

/** Keeps what a package said; what follows from it is decided here. Late and repeated commits change nothing. */
export const POST = answering<{ attemptId: string; lessonId: string }>(
  "lesson-package",
  async (request, params) => {
    requireSameOrigin(request);
    const claims = await requireClaims(request);
    const address = {
      claims,
      attemptId: requireId(params.attemptId),
      lessonId: requireId(params.lessonId),
    };
    const body = await readJson(request, commit, MAX_BYTES);
    return json(await keepPackageState(webDeps().db, address, body));
  },
);
