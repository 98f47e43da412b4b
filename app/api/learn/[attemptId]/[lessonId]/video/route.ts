import { z } from "zod";
import { answering, json } from "#app/api/answer.ts";
import { readJson } from "#app/api/read-body.ts";
import { requireClaims, requireId, requireSameOrigin } from "#app/api/require.ts";
import { reportVideo } from "#lib/automation/hosted-course-learn.ts";
import { webDeps } from "#lib/automation/web-deps.ts";

const report = z.strictObject({ position: z.number().min(0).max(86_400) });

/** Notes where a student is in a video; how much of it counts is decided here. */
export const POST = answering<{ attemptId: string; lessonId: string }>(
  "lesson-video",
  async (request, params) => {
    requireSameOrigin(request);
    const claims = await requireClaims(request);
    const address = {
      claims,
      attemptId: requireId(params.attemptId),
      lessonId: requireId(params.lessonId),
    };
    const { position } = await readJson(request, report);
    return json(await reportVideo(webDeps().db, address, position));
  },
);
