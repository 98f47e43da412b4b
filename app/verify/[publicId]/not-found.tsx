import { useTranslations } from "next-intl";
import { VerifyForm } from "#app/verify/verify-form.tsx";

export default function UnknownCertificate() {
  const t = useTranslations("certificate");
  return (
    <div className="max-w-2xl">
      <h1>{t("noneHasId")}</h1>
      <p className="mt-4 text-lg">{t("noneHasIdWhy")}</p>
      <VerifyForm />
    </div>
  );
}
