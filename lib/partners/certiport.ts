/** Certiport: IT and office certifications; practice tests, then an exam on a voucher, with retakes. */
import { z } from "zod";
import type { PartnerCertificateFact, PartnerEvent } from "#lib/domain/partner-event.ts";
import type {
  LaunchUrl,
  PartnerAccount,
  PartnerConnector,
  PartnerCourseRef,
  PartnerDescriptor,
  PartnerEnrollmentFact,
  PartnerProgress,
  PartnerStudent,
  ReservedVoucher,
  VerifiedWebhook,
  VoucherRef,
  WebhookDelivery,
} from "#lib/partners/base.ts";
import * as vouchers from "#lib/partners/certiport/vouchers.ts";
import * as wire from "#lib/partners/certiport/wire.ts";
import type { PartnerSettings } from "#lib/partners/config.ts";
import { findOrCreate, requireOwner } from "#lib/partners/find-or-create.ts";
import { PartnerHttpClient, type PartnerHttpOptions } from "#lib/partners/http-client.ts";
import { requireLaunchHost } from "#lib/partners/launch-url.ts";
import { eventName, webhookReader, type WebhookReader } from "#lib/partners/webhook.ts";

export const certiportDescriptor: PartnerDescriptor = {
  slug: "certiport",
  label: "Certiport",
  mode: "rest",
  requiredEnv: [
    "CERTIPORT_API_BASE_URL",
    "CERTIPORT_API_KEY",
    "CERTIPORT_ORG_ID",
    "CERTIPORT_WEBHOOK_SECRET",
  ],
  launchHosts: [],
  requestsPerSecond: 100,
  concurrency: 64,
  stuckAfterHours: 336,
  completion:
    "Certiport sets the registration to PASSED when the exam is passed; practice alone completes nothing.",
  webhookScheme: "standard",
  voucher: { kind: "exam_voucher", keptBy: "partner", courseKinds: ["exam"] },
  retakesIncluded: 1,
  silentAfterHours: 24,
};

/** Speaks Certiport's REST API. Source: docs/partners/certiport.md (assumed, not confirmed). */
export class CertiportConnector implements PartnerConnector {
  readonly #http: PartnerHttpClient;
  readonly #settings: PartnerSettings;
  readonly #webhooks: WebhookReader;

  constructor(settings: PartnerSettings, options: PartnerHttpOptions = {}) {
    this.#settings = settings;
    this.#http = new PartnerHttpClient({
      partner: "certiport",
      baseUrl: settings.baseUrl,
      headers: { "x-api-key": settings.apiKey },
      concurrency: certiportDescriptor.concurrency,
      refusalOf: wire.refusalOf,
      options,
    });
    this.#webhooks = webhookReader(settings.webhookSecrets, {
      name: z.object({ eventType: eventName }).transform(({ eventType }) => eventType),
      message: wire.message,
      changes: wire.CHANGES,
      toEvent: (type, { eventTime, data }) => ({
        type,
        externalEnrollmentId: data.registrationId,
        occurredAt: eventTime ?? null,
        progress: type === "course.completed" ? 100 : (data.practicePercent ?? null),
        certificate: data.credential ?? null,
      }),
    });
  }

  /** Finds the candidate by our reference, else opens the account. `action_required` when the e-mail address belongs to another one. */
  async createAccount(student: PartnerStudent, key: string): Promise<PartnerAccount> {
    const isOurs = ({ candidateRef }: z.output<typeof wire.candidate>) => candidateRef === student.studentId;
    const call = { operation: "createAccount", path: ["api", "candidates"] };
    const find = async () => {
      const query = { orgId: this.#settings.orgId, candidateRef: student.studentId };
      const [first] = await this.#http.send({
        ...call,
        method: "GET",
        query,
        answer: wire.candidates,
        isAbout: (list) => list.every(isOurs),
      });
      return first ?? null;
    };
    const found = await findOrCreate(find, () => {
      const body = {
        orgId: this.#settings.orgId,
        candidateRef: student.studentId,
        emailAddress: student.email,
        displayName: student.fullName,
      };
      const answer = { answer: wire.candidate, isAbout: isOurs };
      return this.#http.send({ ...call, method: "POST", key, body, ...answer });
    });
    return { externalAccountId: found.candidateId };
  }

  /**
   * Finds a live registration by our reference, else registers, which uses up the reserved voucher where one is given.
   * `action_required` when the exam needs a voucher, or the registration is another candidate's.
   */
  async enrollInCourse(
    account: PartnerAccount,
    course: PartnerCourseRef,
    reference: string,
    key: string,
    voucher?: VoucherRef,
  ): Promise<PartnerEnrollmentFact> {
    const isOurs = ({ registrationRef }: z.output<typeof wire.registration>) => registrationRef === reference;
    const call = { operation: "enrollInCourse", path: ["api", "registrations"] };
    const find = async () => {
      const query = { orgId: this.#settings.orgId, registrationRef: reference };
      const list = await this.#http.send({
        ...call,
        method: "GET",
        query,
        answer: wire.registrations,
        isAbout: (found) => found.every(isOurs),
      });
      return list.find(({ status }) => status !== "CANCELLED") ?? null;
    };
    const found = await findOrCreate(find, () => {
      const body = {
        candidateId: account.externalAccountId,
        examCode: course.externalCourseCode,
        registrationRef: reference,
        product: course.kind === "exam" ? "EXAM" : "COURSE",
        ...(voucher ? { voucherId: vouchers.reservedId("enrollInCourse", voucher) } : {}),
      };
      const answer = { answer: wire.registration, isAbout: isOurs };
      return this.#http.send({ ...call, method: "POST", key, body, ...answer });
    });
    requireOwner("certiport", account, found.candidateId);
    return { externalEnrollmentId: found.registrationId };
  }

  /** Reads the share of practice done (100 once the exam is passed) and the credential; finished only on PASSED. */
  async getProgress(externalEnrollmentId: string): Promise<PartnerProgress | null> {
    const found = await this.#record("getProgress", externalEnrollmentId);
    if (found === null) return null;
    const completed = found.status === "PASSED";
    return {
      externalEnrollmentId,
      progress: completed ? 100 : found.practice.percent,
      completed,
      certificate: found.credential,
      standing: wire.standingOf(found),
    };
  }

  /** Reads the credential; null until the exam is passed. */
  async getCertificate(externalEnrollmentId: string): Promise<PartnerCertificateFact | null> {
    const found = await this.#record("getCertificate", externalEnrollmentId);
    return found?.credential ?? null;
  }

  /** Asks for a sign-on address that works once. */
  async getSsoLaunchUrl(
    account: PartnerAccount,
    externalEnrollmentId: string,
    returnUrl: string,
  ): Promise<LaunchUrl> {
    const answer = await this.#http.send({
      operation: "getSsoLaunchUrl",
      method: "POST",
      path: ["api", "registrations", externalEnrollmentId, "sso"],
      body: { candidateId: account.externalAccountId, returnUrl },
      answer: wire.signOn,
    });
    requireLaunchHost("certiport", answer.url, this.#settings.launchHosts);
    return { url: answer.url, expiresAt: answer.validUntil };
  }

  /** Cancels; a registration that is cancelled already stays so. */
  async cancelEnrollment(externalEnrollmentId: string, key: string): Promise<void> {
    await this.#http.send({
      operation: "cancelEnrollment",
      method: "DELETE",
      path: ["api", "registrations", externalEnrollmentId],
      key,
      answer: wire.cancellation,
      isAbout: ({ registrationId }) => registrationId === externalEnrollmentId,
    });
  }

  /** Finds the live voucher under our reference, else reserves one. `action_required` when none is left. */
  reserveVoucher(course: PartnerCourseRef, reference: string, key: string): Promise<ReservedVoucher> {
    const { orgId } = this.#settings;
    return vouchers.reserveVoucher(this.#http, { orgId, course, reference, key });
  }

  /** Gives a reserved voucher back; one that is back or has run out stays so. */
  releaseVoucher(externalVoucherId: string, key: string): Promise<void> {
    return vouchers.releaseVoucher(this.#http, externalVoucherId, key);
  }

  /** Opens another exam on a reserved voucher; the same voucher twice opens one. */
  openRetake(externalEnrollmentId: string, voucher: VoucherRef, key: string): Promise<void> {
    return vouchers.openRetake(this.#http, externalEnrollmentId, voucher, key);
  }

  /** Checks signature and time window. */
  verifyWebhook(delivery: WebhookDelivery): VerifiedWebhook {
    return this.#webhooks.verify(delivery);
  }

  /** Reads one event; unknown names give none. */
  parseWebhook(body: string): PartnerEvent[] {
    return this.#webhooks.parse(body);
  }

  #record(operation: string, externalEnrollmentId: string) {
    return this.#http.find({
      operation,
      method: "GET",
      path: ["api", "registrations", externalEnrollmentId],
      answer: wire.record,
      isAbout: ({ registrationId }) => registrationId === externalEnrollmentId,
    });
  }
}
