import { z } from "zod";
import { answering, seeOther } from "#app/api/answer.ts";
import { readForm } from "#app/api/read-body.ts";
import { requireSameOrigin } from "#app/api/require.ts";
import { rememberLanguage } from "#app/i18n/language-cookie.ts";
import { keepPreferences } from "#lib/automation/keep-preferences.ts";
import { webDatabase } from "#lib/db/web.ts";
import { LANGUAGES } from "#lib/domain/language.ts";
import { pathOfReferrer } from "#lib/domain/return-path.ts";
import { claimsFrom } from "#lib/identity/index.ts";

const languageForm = z.strictObject({ language: z.enum(LANGUAGES) });

/** Changes the language of this browser and of the person signed in, and leads back to the page that asked. */
export const POST = answering("choose-language", async (request) => {
  requireSameOrigin(request);
  const { language } = await readForm(request, languageForm);
  const claims = await claimsFrom(request.headers);
  if (claims) await keepPreferences(webDatabase(), claims, { language });
  await rememberLanguage(language);
  return seeOther(pathOfReferrer(request.headers.get("referer")));
});
