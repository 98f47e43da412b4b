/** A certificate its partner takes back: for partners that say whether a number holds. */
import type { SpecialAct } from "#sandbox/partners/specials.ts";
import type { Things } from "#sandbox/partners/things.ts";

const KIND = "revocation";

/** Tells when a certificate was taken back, ISO 8601; null when it was not. */
export function revokedOn(number: string, things: Things): string | null {
  return things.find<{ revokedAt: string }>(KIND, number)?.state.revokedAt ?? null;
}

/** The office takes a certificate back. A second time is not possible. */
export const revocable: SpecialAct = {
  name: "revoke-certificate",
  label: "Take the certificate back",
  by: "office",
  isOpen: ({ certificate }, { things }) =>
    certificate !== null && revokedOn(certificate.number, things) === null,
  perform(enrollment, _input, { things, now }) {
    const number = enrollment.certificate?.number ?? "";
    things.save(KIND, {
      id: number,
      reference: enrollment.reference,
      state: { revokedAt: now.toISOString() },
    });
    return { enrollment, events: ["certificate.revoked"] };
  },
};
