/** The facts a partner can tell us, whatever road they came by (webhook or poll). */
import type { PartnerStanding } from "#lib/domain/partner-standing.ts";

/**
 * `exam.failed` is an ordinary state of a partner enrollment, not an error. `enrollment.changed` stands for every
 * other news of a partner (session booked, voucher expired): how it is now is then read from the partner.
 */
export type PartnerEventType =
  | "enrollment.created"
  | "progress.updated"
  | "course.completed"
  | "certificate.issued"
  | "exam.failed"
  | "enrollment.changed";

/** One certificate as a partner states it; dates are ISO 8601, links are unchecked text. */
export interface PartnerCertificateFact {
  number: string;
  url: string | null;
  verificationUrl: string | null;
  issuedDate: string | null;
  expirationDate: string | null;
}

/**
 * One fact about one course enrollment at one partner.
 *
 * `externalEnrollmentId` is looked up together with the provider of the road it came by, never alone.
 * `progress` is a whole percentage 0-100 and completes nothing by itself.
 */
export interface PartnerEvent {
  type: PartnerEventType;
  externalEnrollmentId: string;
  /** The partner's clock, ISO 8601; kept for people, decides nothing. */
  occurredAt: string | null;
  progress: number | null;
  certificate: PartnerCertificateFact | null;
  /** Only what was read from the partner carries it: deliveries can overtake one another, an answer says how it is now. */
  standing: PartnerStanding | null;
}
