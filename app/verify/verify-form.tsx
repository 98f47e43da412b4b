import { useTranslations } from "next-intl";
import { Field } from "#components/Field.tsx";

/** Asks for a certificate's id and leads to its page. */
export function VerifyForm() {
  const t = useTranslations("certificate");
  return (
    <form action="/verify" className="mt-6 grid max-w-md gap-4">
      <Field name="id" label={t("idOrAddress")} required maxLength={200} autoComplete="off" />
      <p>
        <button type="submit" className="button button-primary">
          {t("checkNow")}
        </button>
      </p>
    </form>
  );
}
