/** Does a certificate still count? */
import type { Tone } from "#lib/domain/order-status.ts";
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

export type CertificateState = "valid" | "expired" | "revoked";

export interface CertificateWords {
  label: Sentence;
  tone: Tone;
  sentence: Sentence;
}

const WORDS: Record<CertificateState, CertificateWords> = {
  valid: {
    label: sentence("certificate.valid.label"),
    tone: "good",
    sentence: sentence("certificate.valid.sentence"),
  },
  expired: {
    label: sentence("certificate.expired.label"),
    tone: "waiting",
    sentence: sentence("certificate.expired.sentence"),
  },
  revoked: {
    label: sentence("certificate.revoked.label"),
    tone: "bad",
    sentence: sentence("certificate.revoked.sentence"),
  },
};

/** Tells the state of a certificate at `now`; whatever is not plainly valid counts as revoked. */
export function certificateState(
  certificate: { status: string; expiresAt: Date | null },
  now: Date,
): CertificateState {
  if (certificate.status !== "valid") return "revoked";
  return certificate.expiresAt !== null && certificate.expiresAt <= now ? "expired" : "valid";
}

/** Finds the words for a state. */
export function certificateWords(state: CertificateState): CertificateWords {
  return WORDS[state];
}
