import { calendarDate } from "#lib/domain/relative-time.ts";
import { webAddress } from "#lib/domain/web-address.ts";

interface PartnerDocument {
  partnerName: string;
  number: string;
  url: string | null;
  verificationUrl: string | null;
  /** `YYYY-MM-DD`. */
  expirationDate: string | null;
}

/** Lists the documents partners issued for a step, with the partners' own links where they are web addresses. */
export function PartnerDocuments({ documents }: { documents: readonly PartnerDocument[] }) {
  if (documents.length === 0) return null;
  return (
    <ul className="mt-1 space-y-1">
      {documents.map((document) => (
        <li key={document.number}>
          {document.partnerName} certificate <span className="figures">{document.number}</span>
          {document.expirationDate ? `, valid until ${dayOf(document.expirationDate)}` : ""}
          <OutwardLink address={document.url}>Open</OutwardLink>
          <OutwardLink address={document.verificationUrl}>Verify</OutwardLink>
        </li>
      ))}
    </ul>
  );
}

function OutwardLink({ address, children }: { address: string | null; children: string }) {
  const safe = webAddress(address);
  if (!safe) return null;
  return (
    <>
      {" "}
      <a href={safe} rel="noopener noreferrer">
        {children}
      </a>
    </>
  );
}

function dayOf(date: string): string {
  return calendarDate(new Date(`${date}T00:00:00Z`));
}
