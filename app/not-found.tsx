import { useTranslations } from "next-intl";
import { PlainLink } from "#components/PlainLink.tsx";

export default function NotFoundPage() {
  const t = useTranslations("errors");
  return (
    <div className="max-w-2xl">
      <h1>{t("notFound")}</h1>
      <p className="mt-4 text-lg">{t("notFoundWhy")}</p>
      <p className="mt-6 flex flex-wrap gap-3">
        <PlainLink href="/programs" className="button button-primary">
          {t("seePrograms")}
        </PlainLink>
        <PlainLink href="/student/dashboard" className="button">
          {t("toDashboard")}
        </PlainLink>
      </p>
    </div>
  );
}
