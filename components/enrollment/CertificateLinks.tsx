import { PlainLink } from "#components/PlainLink.tsx";

/** Leads to the school's certificate: the document, and the page that shows anybody that it is real. */
export function CertificateLinks(props: {
  certificate: { id: string; publicId: string; status: string };
  title: string;
}) {
  const { certificate, title } = props;
  if (certificate.status !== "valid")
    return <p>This certificate was revoked. Your school can tell you why and what comes next.</p>;
  return (
    <p className="flex flex-wrap items-center gap-x-5 gap-y-3">
      <a href={`/api/certificates/${certificate.id}/pdf`} className="button button-primary">
        Download certificate
        <span className="sr-only"> for {title} (PDF)</span>
      </a>
      <PlainLink href={`/verify/${certificate.publicId}`}>
        Page to show others<span className="sr-only"> for {title}</span>
      </PlainLink>
    </p>
  );
}
