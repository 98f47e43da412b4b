import { useTranslations } from "next-intl";
import { PlainLink } from "#components/PlainLink.tsx";

/** Leads a student to the reviews of their own courses. */
export function AskForReview() {
  const t = useTranslations("reviews");
  return (
    <p className="mt-8">
      <PlainLink href="/reviews">{t("goReview")}</PlainLink>
    </p>
  );
}
