/** What is said beside a document that a partner issued: whether it was checked, and when to renew it. */
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

/** Says what the partner answered about the number; null where it was never asked. */
export function documentCheckWords(document: {
  partnerName: string;
  verification: string;
  verifiedAt: Date | null;
}): Sentence | null {
  const { partnerName: partner, verification, verifiedAt } = document;
  const on = verifiedAt && { partner, day: { day: verifiedAt } };
  switch (verification) {
    case "confirmed":
      return on ? sentence("document.confirmedOn", on) : sentence("document.confirmed", { partner });
    case "unknown":
      return on ? sentence("document.unknownOn", on) : sentence("document.unknown", { partner });
    case "revoked":
      return on ? sentence("document.revokedOn", on) : sentence("document.revoked", { partner });
    default:
      return null;
  }
}

/** Says when a document has to be renewed, and whether that time has come; null for one that does not run out. */
export function renewalWords(
  document: { expirationDate: string | null; renewFrom: string | null },
  now: Date,
): { text: Sentence; urgent: boolean } | null {
  const { expirationDate, renewFrom } = document;
  if (!expirationDate || !renewFrom) return null;
  const today = now.toISOString().slice(0, 10);
  if (today > expirationDate) return { text: sentence("document.ranOut"), urgent: true };
  if (today >= renewFrom) return { text: sentence("document.renewNow"), urgent: true };
  return { text: sentence("document.renewFrom", { day: { day: renewFrom } }), urgent: false };
}
