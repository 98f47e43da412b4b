/**
 * The contract every partner connector keeps. Shapes here are Baton's own; what a partner really
 * sends stays inside its connector and in docs/partners/<slug>.md.
 */
import type { PartnerCertificateFact, PartnerEvent } from "#lib/domain/partner-event.ts";
import type { PartnerStanding } from "#lib/domain/partner-standing.ts";

/** What the partner needs to know of a student to open an account. Never logged. */
export interface PartnerStudent {
  /** `profiles.id`: sent as our reference, so that asking again finds the same account. */
  studentId: string;
  email: string;
  fullName: string;
}

/** The course as the partner knows it. */
export interface PartnerCourseRef {
  externalCourseCode: string;
  /** `partner_courses.kind`: a service is ordered, a course is enrolled in. */
  kind: string;
}

/** What an enrollment or a retake uses up. Worth money: never logged, never in an error. */
export type VoucherRef =
  /** One the partner keeps for us; its code never reaches us. */
  | { kind: "reserved"; externalVoucherId: string }
  /** A code of our own stock. */
  | { kind: "code"; code: string };

/** A voucher the partner put aside for one enrollment. */
export interface ReservedVoucher {
  externalVoucherId: string;
  /** The last moment it can be used, ISO 8601; null when it does not run out. */
  expiresAt: string | null;
}

/** What the partner says of a certificate number. */
export type CertificateCheck = "confirmed" | "unknown" | "revoked";

export interface PartnerAccount {
  externalAccountId: string;
}

export interface PartnerEnrollmentFact {
  externalEnrollmentId: string;
}

/** How far a student is, as the partner says now. */
export interface PartnerProgress {
  externalEnrollmentId: string;
  /** Whole percentage 0-100. */
  progress: number;
  /** True only when the partner itself says the course is finished. */
  completed: boolean;
  certificate: PartnerCertificateFact | null;
  standing: PartnerStanding;
}

/** A fresh single-use address the student's browser is sent to; https (http only on loopback). */
export interface LaunchUrl {
  url: string;
  expiresAt: string | null;
}

/** One delivery to the partner's webhook door, exactly as it arrived. */
export interface WebhookDelivery {
  headers: Headers;
  /** Raw bytes as text (UTF-8), before any parsing. */
  body: string;
  /** Door clock, milliseconds since the epoch. */
  receivedAt: number;
}

/** The identity of a delivery once its signature holds. */
export interface VerifiedWebhook {
  /** The sender's own id of this message: the second delivery of the same fact has the same id. */
  eventId: string;
  eventType: string;
  /** What may be kept of the body, where that is less than what came (a test result, say). Absent: all of it. */
  storedBody?: string;
}

export interface PartnerConnector {
  /**
   * Finds or opens the student's account. Asking twice returns the same account.
   * `key` is the idempotency key of this operation, the same on every try.
   */
  createAccount(student: PartnerStudent, key: string): Promise<PartnerAccount>;
  /**
   * Enrolls the account in the course; asks the partner for an existing enrollment of `reference` first. Twice gives the same enrollment.
   * `voucher` is given where the descriptor asks for one for this kind of course.
   */
  enrollInCourse(
    account: PartnerAccount,
    course: PartnerCourseRef,
    reference: string,
    key: string,
    voucher?: VoucherRef,
  ): Promise<PartnerEnrollmentFact>;
  /** Reads progress; null while the partner does not know the enrollment. Safe to repeat. */
  getProgress(externalEnrollmentId: string): Promise<PartnerProgress | null>;
  /** Reads the certificate; null while none is issued. Safe to repeat. */
  getCertificate(externalEnrollmentId: string): Promise<PartnerCertificateFact | null>;
  /** Asks for a fresh single-use launch address. Each call gives another one. */
  getSsoLaunchUrl(
    account: PartnerAccount,
    externalEnrollmentId: string,
    returnUrl: string,
  ): Promise<LaunchUrl>;
  /** Ends the enrollment at the partner. Already ended counts as done. */
  cancelEnrollment(externalEnrollmentId: string, key: string): Promise<void>;
  /** Puts a voucher aside for `reference`; asks for one already put aside first. Only where the partner keeps the vouchers. */
  reserveVoucher?(course: PartnerCourseRef, reference: string, key: string): Promise<ReservedVoucher>;
  /** Gives an unused voucher back. Already given back counts as done. */
  releaseVoucher?(externalVoucherId: string, key: string): Promise<void>;
  /** Opens another exam after a failed one or an expired voucher, on a new voucher. The same voucher twice opens one. */
  openRetake?(externalEnrollmentId: string, voucher: VoucherRef, key: string): Promise<void>;
  /** Asks the partner whether a certificate number holds. Safe to repeat. */
  checkCertificate?(certificateNumber: string): Promise<CertificateCheck>;
  /** Checks signature and time window over the raw bytes. Throws WebhookRejectedError. Does no I/O. */
  verifyWebhook(delivery: WebhookDelivery): VerifiedWebhook;
  /** Turns a verified body into facts. Unknown event types give []. Throws WebhookRejectedError on a body it cannot read. */
  parseWebhook(body: string): PartnerEvent[];
}

/** What a screen, the worker and the docs need to know of a partner without a `switch`. */
export interface PartnerDescriptor {
  /** `partner_lms_providers.provider_type`, also the path segment of the webhook door. */
  slug: string;
  label: string;
  mode: "rest";
  /** Environment variables without which the connector cannot work. */
  requiredEnv: readonly string[];
  /** Hosts a launch may go to, besides the host of the API itself. */
  launchHosts: readonly string[];
  /** Requests per second the partner allows; assumed unless docs/partners/<slug>.md says confirmed. */
  requestsPerSecond: number;
  /** Calls in flight at once over all workers. */
  concurrency: number;
  /** Hours without progress after which a student counts as stuck. */
  stuckAfterHours: number;
  /** Unit for `docs/partners`: how the partner decides that a course is finished. */
  completion: string;
  /** How its webhooks are signed: Standard Webhooks, or HMAC-SHA256 in hex over `timestamp.body` where it knows no other. */
  webhookScheme: "standard" | "hmac-hex";
  /** What an enrollment uses up, and for which `partner_courses.kind`; null where nothing is. `partner`: it keeps the vouchers; `stock`: we hold codes. */
  voucher: {
    kind: "exam_voucher" | "promo_code";
    keptBy: "partner" | "stock";
    courseKinds: readonly string[];
    /** Codes of such courses that need none all the same. */
    exceptCodes?: readonly string[];
  } | null;
  /** Retakes that are opened without asking anybody. */
  retakesIncluded: number;
  /** Hours without any news, while students are active there, after which somebody is told. */
  silentAfterHours: number;
}

/** Says whether enrolling in `course` uses up a voucher at this partner. */
export function needsVoucher({ voucher }: PartnerDescriptor, course: PartnerCourseRef): boolean {
  if (voucher === null || !voucher.courseKinds.includes(course.kind)) return false;
  return !(voucher.exceptCodes ?? []).includes(course.externalCourseCode);
}

/** What happens next after a failed partner call. */
export type PartnerErrorKind = "retry" | "rejected" | "action_required" | "misconfigured";

/**
 * A partner call that did not work. The message carries no personal data and no body.
 *
 * `retry`: 429, 5xx, timeout, reset, open breaker. `rejected`: the partner said no (other 4xx, malformed
 * answer). `action_required`: a person has to do something at the partner. `misconfigured`: our key or address is wrong (401, 403).
 */
export class PartnerAPIError extends Error {
  override readonly name = "PartnerAPIError";
  readonly kind: PartnerErrorKind;
  readonly partner: string;
  readonly operation: string;
  /** HTTP status, or null when no answer was read. */
  readonly status: number | null;
  /** Seconds the partner asked us to wait, or null. */
  readonly retryAfterSeconds: number | null;
  /** True when the partner did not take the voucher or code itself: another one may work. */
  readonly voucherRefused: boolean;

  constructor(
    kind: PartnerErrorKind,
    about: {
      partner: string;
      operation: string;
      message: string;
      status?: number;
      retryAfterSeconds?: number;
      voucherRefused?: boolean;
      cause?: unknown;
    },
  ) {
    super(`${about.partner} ${about.operation}: ${about.message}`, { cause: about.cause });
    this.kind = kind;
    this.partner = about.partner;
    this.operation = about.operation;
    this.status = about.status ?? null;
    this.retryAfterSeconds = about.retryAfterSeconds ?? null;
    this.voucherRefused = about.voucherRefused ?? false;
  }
}

/** A delivery that is forged, stale, or not readable. The message names the reason, never the content. */
export class WebhookRejectedError extends Error {
  override readonly name = "WebhookRejectedError";
  readonly reason: "no_secret" | "missing_header" | "bad_signature" | "stale" | "malformed";

  constructor(reason: WebhookRejectedError["reason"]) {
    super(`webhook rejected: ${reason}`);
    this.reason = reason;
  }
}
