import { useTranslations } from "next-intl";
import { useLanguage } from "#components/use-language.ts";
import { LANGUAGE_NAMES, LANGUAGES } from "#lib/domain/language.ts";

/** Offers every language by its own name. A plain form: it works without scripts, and comes back to the same page. */
export function LanguageSwitch() {
  const t = useTranslations("frame");
  const current = useLanguage();
  return (
    <form method="post" action="/api/language" aria-label={t("language")} className="flex gap-x-4">
      {LANGUAGES.map((language) => (
        <button
          key={language}
          type="submit"
          name="language"
          value={language}
          lang={language}
          aria-pressed={language === current}
          className="link-button"
        >
          {LANGUAGE_NAMES[language]}
        </button>
      ))}
    </form>
  );
}
