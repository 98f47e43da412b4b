/** What is said beside a document that a partner issued: whether it was checked, and when to renew it. */
import { calendarDate, calendarDay } from "#lib/domain/relative-time.ts";

/** Says what the partner answered about the number; null where it was never asked. */
export function documentCheckWords(
  document: { partnerName: string; verification: string; verifiedAt: Date | null },
  timeZone: string,
): string | null {
  const { partnerName, verifiedAt } = document;
  const day = verifiedAt ? ` on ${calendarDate(verifiedAt, timeZone)}` : "";
  switch (document.verification) {
    case "confirmed":
      return `confirmed by ${partnerName}${day}`;
    case "unknown":
      return `${partnerName} did not know this number when asked${day}`;
    case "revoked":
      return `revoked by ${partnerName}, seen${day || " when asked"}`;
    default:
      return null;
  }
}

/** Says when a document has to be renewed, and whether that time has come; null for one that does not run out. */
export function renewalWords(
  document: { expirationDate: string | null; renewFrom: string | null },
  now: Date,
): { text: string; urgent: boolean } | null {
  const { expirationDate, renewFrom } = document;
  if (!expirationDate || !renewFrom) return null;
  const today = now.toISOString().slice(0, 10);
  if (today > expirationDate) return { text: "This certificate has run out: renew it.", urgent: true };
  if (today >= renewFrom) return { text: "Renew it now, before it runs out.", urgent: true };
  return { text: `renew from ${calendarDay(renewFrom)}`, urgent: false };
}
