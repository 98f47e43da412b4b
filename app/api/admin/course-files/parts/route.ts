import { z } from "zod";
import { answering, RequestError } from "#app/api/answer.ts";
import { readBytes } from "#app/api/read-body.ts";
import { requireClaims, requireSameOrigin } from "#app/api/require.ts";
import { MAX_PART_BYTES, receiveUploadPart } from "#lib/automation/hosted-course-upload.ts";
import { webDeps } from "#lib/automation/web-deps.ts";

const address = z.object({ upload: z.uuid(), position: z.coerce.number().int().min(0).max(99) });

/** Takes one part of a file that an admin uploads. The same part again changes nothing. */
export const POST = answering("course-file-part", async (request) => {
  requireSameOrigin(request);
  const claims = await requireClaims(request);
  const query = address.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) throw new RequestError(400, "malformed", "Say which part of which upload this is.");
  const bytes = await readBytes(request, MAX_PART_BYTES);
  const { upload: uploadId, position } = query.data;
  await receiveUploadPart(webDeps().db, claims, { uploadId, position, bytes });
  return new Response(null, { status: 204 });
});
