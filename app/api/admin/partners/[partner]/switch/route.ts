import { z } from "zod";
import { answering, json, RequestError, seeOther } from "#app/api/answer.ts";
import { isForm, readForm, readJson } from "#app/api/read-body.ts";
import { requireClaims, requireSameOrigin, wantsPage } from "#app/api/require.ts";
import { requestProviderSwitch } from "#lib/automation/request-provider-switch.ts";
import { webDeps } from "#lib/automation/web-deps.ts";
import { findProviderId } from "#lib/db/reads/admin-partners.ts";
import { readAs } from "#lib/db/reads/read-as.ts";

const wish = z.strictObject({ to: z.enum(["on", "off"]) });

/**
 * Lets the worker switch a partner on or off: `{ to: "on" | "off" }`, as JSON or as a page's form. Admins only; for
 * everybody else there is no such partner. The same wish again, before the next switch, is the same act.
 */
export const POST = answering<{ partner: string }>("switch-partner", async (request, { partner }) => {
  requireSameOrigin(request);
  const claims = await requireClaims(request);
  const { to } = isForm(request) ? await readForm(request, wish) : await readJson(request, wish);
  const providerId = await readAs(claims, (tx) => findProviderId(tx, partner));
  if (!providerId) throw new RequestError(404, "not_found", "There is no such partner.");
  await requestProviderSwitch(webDeps(), { claims, providerId, active: to === "on" });
  return wantsPage(request)
    ? seeOther(`/admin/partners/${encodeURIComponent(partner)}?asked=${to}`)
    : json({ switching: partner, to }, 202);
});
