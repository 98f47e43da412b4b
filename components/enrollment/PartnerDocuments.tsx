import { useTranslations } from "next-intl";
import { PartnerText } from "#components/PartnerText.tsx";
import { useLanguage } from "#components/use-language.ts";
import { useSay } from "#components/use-say.ts";
import { calendarDay } from "#lib/domain/relative-time.ts";
import type { Telling } from "#lib/domain/standing-sentence.ts";
import { documentCheckWords, renewalWords } from "#lib/domain/partner-document-words.ts";
import { webAddress } from "#lib/domain/web-address.ts";

interface PartnerDocument {
  partnerName: string;
  number: string;
  url: string | null;
  verificationUrl: string | null;
  /** Days as `YYYY-MM-DD`. */
  issuedDate: string | null;
  expirationDate: string | null;
  renewFrom: string | null;
  verification: string;
  verifiedAt: Date | null;
}

type DocumentTelling = Pick<Telling, "now">;

/** Lists the documents partners issued for a step, with the partners' own links where they are web addresses. */
export function PartnerDocuments(props: { documents: readonly PartnerDocument[]; telling: DocumentTelling }) {
  if (props.documents.length === 0) return null;
  return (
    <ul className="mt-2 grid gap-3">
      {props.documents.map((document) => (
        <li key={document.number} className="border-l-4 border-edge-strong pl-3">
          <Document document={document} telling={props.telling} />
        </li>
      ))}
    </ul>
  );
}

function Document({ document, telling }: { document: PartnerDocument; telling: DocumentTelling }) {
  const t = useTranslations("enrollment");
  const say = useSay();
  const language = useLanguage();
  const { issuedDate, expirationDate } = document;
  const dates = [
    issuedDate && t("issued", { day: calendarDay(issuedDate, language) }),
    expirationDate && t("validUntil", { day: calendarDay(expirationDate, language) }),
  ].filter(Boolean);
  const check = documentCheckWords(document);
  const renewal = renewalWords(document, telling.now);
  return (
    <>
      <p>
        {t("certificateOf", { partner: document.partnerName })}{" "}
        <strong className="figures">
          <PartnerText>{document.number}</PartnerText>
        </strong>
        <OutwardLink address={document.url} about={document.number}>
          {t("open")}
        </OutwardLink>
        <OutwardLink address={document.verificationUrl} about={document.number}>
          {t("verify")}
        </OutwardLink>
      </p>
      {dates.length > 0 ? <p className="text-ink-soft">{dates.join(", ")}</p> : null}
      {check ? <p className="text-ink-soft">{say(check)}</p> : null}
      {renewal ? (
        <p className={renewal.urgent ? "font-semibold" : "text-ink-soft"}>{say(renewal.text)}</p>
      ) : null}
    </>
  );
}

function OutwardLink(props: { address: string | null; about: string; children: string }) {
  const safe = webAddress(props.address);
  if (!safe) return null;
  return (
    <>
      {" "}
      <a href={safe} rel="noopener noreferrer">
        {props.children}
        <span className="sr-only"> {props.about}</span>
      </a>
    </>
  );
}
