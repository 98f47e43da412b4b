import { z } from "zod";
import { answering, json } from "#app/api/answer.ts";
import { readJson } from "#app/api/read-body.ts";
import { requireClaims, requireSameOrigin } from "#app/api/require.ts";
import { finishUpload, UPLOAD_PURPOSES } from "#lib/automation/hosted-course-upload.ts";
import { webDeps } from "#lib/automation/web-deps.ts";

const finished = z.strictObject({
  uploadId: z.uuid(),
  purpose: z.enum(UPLOAD_PURPOSES),
  name: z.string().max(300),
  size: z.int().positive(),
});

/** Checks and stores a file whose parts are all here. */
export const POST = answering("course-file", async (request) => {
  requireSameOrigin(request);
  const claims = await requireClaims(request);
  const upload = await readJson(request, finished);
  return json(await finishUpload(webDeps().db, claims, upload), 201);
});
