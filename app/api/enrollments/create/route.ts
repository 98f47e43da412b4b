import { answering, json, seeOther } from "#app/api/answer.ts";
import { enrollForm, enrollJson } from "#app/api/enrollments/create/enroll-request.ts";
import { isForm, readForm, readJson } from "#app/api/read-body.ts";
import { requireClaims, requireSameOrigin } from "#app/api/require.ts";
import { explainRefusal } from "#lib/automation/explain-refusal.ts";
import { startCheckout } from "#lib/automation/start-checkout.ts";
import { webDeps } from "#lib/automation/web-deps.ts";
import { choiceAddress } from "#lib/domain/choice-address.ts";
import { signInPath } from "#lib/domain/return-path.ts";
import { claimsFrom } from "#lib/identity/index.ts";

/** Opens the checkout of a program. A page's form is sent on to it, or back with the reason; a program gets JSON. */
export const POST = answering("create-enrollment", async (request) => {
  requireSameOrigin(request);
  if (!isForm(request)) {
    const asked = await readJson(request, enrollJson);
    return json(await startCheckout(webDeps(), { claims: await requireClaims(request), ...asked }), 201);
  }
  const asked = await readForm(request, enrollForm);
  const page = (more?: Record<string, string>) => choiceAddress(asked.programSlug, asked.choices, more);
  const claims = await claimsFrom(request.headers);
  if (!claims) return seeOther(signInPath(page()));
  try {
    return seeOther((await startCheckout(webDeps(), { claims, ...asked })).checkoutUrl);
  } catch (error) {
    const refusal = explainRefusal(error);
    if (!refusal || refusal.status === 404) throw error;
    return seeOther(page({ problem: refusal.code }));
  }
});
