import { useTranslations } from "next-intl";
import { PlainLink } from "#components/PlainLink.tsx";

/** Leads to the school's certificate: the document, and the page that shows anybody that it is real. */
export function CertificateLinks(props: {
  certificate: { id: string; publicId: string; status: string };
  title: string;
}) {
  const t = useTranslations("enrollment");
  const { certificate, title } = props;
  if (certificate.status !== "valid") return <p>{t("certificateRevoked")}</p>;
  return (
    <p className="flex flex-wrap items-center gap-x-5 gap-y-3">
      <a href={`/api/certificates/${certificate.id}/pdf`} className="button button-primary">
        {t("downloadCertificate")}
        <span className="sr-only"> {t("pdfFor", { title })}</span>
      </a>
      <PlainLink href={`/verify/${certificate.publicId}`}>
        {t("pageToShow")}
        <span className="sr-only"> {t("for", { title })}</span>
      </PlainLink>
    </p>
  );
}
