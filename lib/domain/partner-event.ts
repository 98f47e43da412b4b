/** The facts a partner can tell us, whatever road they came by (webhook or poll). */

/** `exam.failed` is an ordinary state of a partner enrollment, not an error. */
export type PartnerEventType =
  | "enrollment.created"
  | "progress.updated"
  | "course.completed"
  | "certificate.issued"
  | "exam.failed";

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
}
