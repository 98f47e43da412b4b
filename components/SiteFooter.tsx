import { useTranslations } from "next-intl";
import { LanguageSwitch } from "#components/LanguageSwitch.tsx";
import { PlainLink } from "#components/PlainLink.tsx";

/** Draws the foot of every page. */
export function SiteFooter({ schoolName }: { schoolName: string }) {
  const t = useTranslations("frame");
  return (
    <footer className="border-t border-edge">
      <div className="mx-auto flex w-full max-w-6xl flex-wrap items-baseline justify-between gap-x-8 gap-y-3 px-4 py-6 text-ink-soft sm:px-6">
        <p>{t("runsOn", { school: schoolName })}</p>
        <p className="flex flex-wrap gap-x-6 gap-y-1">
          <PlainLink href="/apply">{t("apply")}</PlainLink>
          <PlainLink href="/verify">{t("checkCertificate")}</PlainLink>
        </p>
        <LanguageSwitch />
      </div>
    </footer>
  );
}
