/** Does a certificate still count? */
import type { Tone } from "#lib/domain/order-status.ts";

export type CertificateState = "valid" | "expired" | "revoked";

export interface CertificateWords {
  label: string;
  tone: Tone;
  sentence: string;
}

const WORDS: Record<CertificateState, CertificateWords> = {
  valid: {
    label: "Valid",
    tone: "good",
    sentence: "This certificate was issued by the school and counts today.",
  },
  expired: {
    label: "Expired",
    tone: "waiting",
    sentence: "This certificate was issued by the school, but its time has run out.",
  },
  revoked: {
    label: "Revoked",
    tone: "bad",
    sentence: "The school took this certificate back: it no longer counts.",
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
