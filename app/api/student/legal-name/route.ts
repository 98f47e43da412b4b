import { z } from "zod";
import { answering, json } from "#app/api/answer.ts";
import { readJson } from "#app/api/read-body.ts";
import { requireClaims, requireSameOrigin } from "#app/api/require.ts";
import { confirmName } from "#lib/automation/confirm-legal-name.ts";
import { webDeps } from "#lib/automation/web-deps.ts";
import { LEGAL_NAME_MAX_LENGTH } from "#lib/domain/legal-name.ts";

const wish = z.strictObject({ name: z.string().max(LEGAL_NAME_MAX_LENGTH) });

/** Keeps the name the student confirms for their certificates: `{ name }`. What waited for it is issued by itself. */
export const POST = answering("confirm-legal-name", async (request) => {
  requireSameOrigin(request);
  const claims = await requireClaims(request);
  const { name } = await readJson(request, wish);
  await confirmName(webDeps(), { claims, name });
  return json({ confirmed: true });
});
