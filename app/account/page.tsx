import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ActForm } from "#app/account/act-form.tsx";
import { savePreferences } from "#app/account/actions.ts";
import { currentLanguage } from "#app/i18n/preferences.ts";
import { requireViewer } from "#app/viewer.ts";
import { SubmitButton } from "#components/SubmitButton.tsx";
import { LANGUAGE_NAMES, LANGUAGES } from "#lib/domain/language.ts";
import { timeZones } from "#lib/domain/time-zone.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("title") };
}

export default async function AccountPage() {
  const viewer = await requireViewer("/account");
  const t = await getTranslations("account");
  return (
    <>
      <h2>{t("preferences")}</h2>
      <p className="mt-2 text-ink-soft">{t("preferencesLead")}</p>
      <div className="mt-6 max-w-md">
        <ActForm act={savePreferences}>
          <label className="grid gap-1.5">
            <span className="font-semibold">{t("language")}</span>
            <select name="language" className="field" defaultValue={await currentLanguage()}>
              {LANGUAGES.map((language) => (
                <option key={language} value={language} lang={language}>
                  {LANGUAGE_NAMES[language]}
                </option>
              ))}
            </select>
          </label>
          <label className="grid gap-1.5">
            <span className="font-semibold">{t("timeZone")}</span>
            <span className="text-ink-soft">{t("timeZoneHint")}</span>
            <select name="timeZone" className="field" defaultValue={viewer.chosenTimeZone ?? ""}>
              <option value="">{t("asDevice")}</option>
              {timeZones().map((zone) => (
                <option key={zone} value={zone}>
                  {zone.replaceAll("_", " ")}
                </option>
              ))}
            </select>
          </label>
          <p>
            <SubmitButton busy={t("saving")}>{t("save")}</SubmitButton>
          </p>
        </ActForm>
      </div>
    </>
  );
}
