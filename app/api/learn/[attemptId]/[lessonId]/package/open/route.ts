import { z } from "zod";
import { answering, json } from "#app/api/answer.ts";
import { readJson } from "#app/api/read-body.ts";
import { requireClaims, requireId, requireSameOrigin } from "#app/api/require.ts";
import { openPackageItem } from "#lib/automation/hosted-course-package.ts";
import { webDeps } from "#lib/automation/web-deps.ts";

const wish = z.strictObject({ itemId: z.string().min(1).max(300).nullable() });

/** Opens a page of a package in this window; from now on no other window keeps anything. */
export const POST = answering<{ attemptId: string; lessonId: string }>(
  "lesson-package-open",
  async (request, params) => {
    requireSameOrigin(request);
    const claims = await requireClaims(request);
    const address = {
      claims,
      attemptId: requireId(params.attemptId),
      lessonId: requireId(params.lessonId),
    };
    const { itemId } = await readJson(request, wish);
    return json(await openPackageItem(webDeps().db, address, itemId));
  },
);
