/** NRF RISE Up: retail training under a partner agreement; an exam that can be taken again, and credentials employers can check. */
import type { z } from "zod";
import type { PartnerCertificateFact, PartnerEvent } from "#lib/domain/partner-event.ts";
import { partnerStanding } from "#lib/domain/partner-standing.ts";
import type {
  CertificateCheck,
  LaunchUrl,
  PartnerAccount,
  PartnerConnector,
  PartnerCourseRef,
  PartnerDescriptor,
  PartnerEnrollmentFact,
  PartnerProgress,
  PartnerStudent,
  VerifiedWebhook,
  WebhookDelivery,
} from "#lib/partners/base.ts";
import type { PartnerSettings } from "#lib/partners/config.ts";
import { findOrCreate, requireOwner } from "#lib/partners/find-or-create.ts";
import { PartnerHttpClient, type PartnerHttpOptions } from "#lib/partners/http-client.ts";
import { requireLaunchHost } from "#lib/partners/launch-url.ts";
import { ANSWERS, EXAM_STANDINGS, NEWS, asResource, refusalOf } from "#lib/partners/nrf/wire.ts";
import { webhookReader, type WebhookReader } from "#lib/partners/webhook.ts";

export const nrfDescriptor: PartnerDescriptor = {
  slug: "nrf",
  label: "NRF RISE Up",
  mode: "rest",
  requiredEnv: ["NRF_API_BASE_URL", "NRF_API_KEY", "NRF_PARTNER_ID", "NRF_WEBHOOK_SECRET"],
  launchHosts: [],
  requestsPerSecond: 100,
  concurrency: 64,
  stuckAfterHours: 168,
  completion: "NRF sets the enrollment to credentialed when the exam is passed.",
  webhookScheme: "standard",
  voucher: null,
  retakesIncluded: 0,
  silentAfterHours: 24,
};

/** Speaks NRF's REST API. Source: docs/partners/nrf.md (assumed, not confirmed). */
export class NrfConnector implements PartnerConnector {
  readonly #http: PartnerHttpClient;
  /** Everything lies below our partner id. */
  readonly #root: readonly string[];
  readonly #launchHosts: readonly string[];
  readonly #webhooks: WebhookReader;

  constructor(settings: PartnerSettings, options: PartnerHttpOptions = {}) {
    this.#root = ["partners", settings.orgId];
    this.#launchHosts = settings.launchHosts;
    this.#http = new PartnerHttpClient({
      partner: "nrf",
      baseUrl: settings.baseUrl,
      headers: { "x-riseup-key": settings.apiKey },
      concurrency: nrfDescriptor.concurrency,
      refusalOf,
      options,
    });
    this.#webhooks = webhookReader(settings.webhookSecrets, NEWS);
  }

  /** Finds the participant by our reference, else adds one. `action_required` when the e-mail address belongs to another one. */
  async createAccount(student: PartnerStudent, key: string): Promise<PartnerAccount> {
    const call = { operation: "createAccount", path: [...this.#root, "participants"] };
    const isOurs = ({ attributes }: z.output<typeof ANSWERS.participant>) =>
      attributes.reference === student.studentId;
    const find = async () => {
      const [first] = await this.#http.send({
        ...call,
        method: "GET",
        query: { "filter[reference]": student.studentId },
        answer: ANSWERS.participants,
        isAbout: (list) => list.every(isOurs),
      });
      return first ?? null;
    };
    const found = await findOrCreate(find, () => {
      const { studentId: reference, email, fullName } = student;
      const body = asResource("participants", { reference, email, fullName });
      const answer = { answer: ANSWERS.participant, isAbout: isOurs };
      return this.#http.send({ ...call, method: "POST", key, body, ...answer });
    });
    return { externalAccountId: found.id };
  }

  /** Finds a live enrollment by our reference, else enrolls under our agreement. `action_required` when the reference is another participant's. */
  async enrollInCourse(
    account: PartnerAccount,
    { externalCourseCode }: PartnerCourseRef,
    reference: string,
    key: string,
  ): Promise<PartnerEnrollmentFact> {
    const call = { operation: "enrollInCourse", path: [...this.#root, "enrollments"] };
    const isOurs = ({ attributes }: z.output<typeof ANSWERS.enrollment>) =>
      attributes.reference === reference;
    const find = async () => {
      const list = await this.#http.send({
        ...call,
        method: "GET",
        query: { "filter[reference]": reference },
        answer: ANSWERS.enrollments,
        isAbout: (found) => found.every(isOurs),
      });
      return list.find(({ attributes }) => attributes.status !== "withdrawn") ?? null;
    };
    const found = await findOrCreate(find, () => {
      const participantId = account.externalAccountId;
      const body = asResource("enrollments", { reference, participantId, courseCode: externalCourseCode });
      const answer = { answer: ANSWERS.enrollment, isAbout: isOurs };
      return this.#http.send({ ...call, method: "POST", key, body, ...answer });
    });
    requireOwner("nrf", account, found.attributes.participantId);
    return { externalEnrollmentId: found.id };
  }

  /** Reads percent, exam and credential; finished only on `credentialed`. A failed exam can be taken again at once. */
  async getProgress(externalEnrollmentId: string): Promise<PartnerProgress | null> {
    const found = await this.#course("getProgress", externalEnrollmentId);
    if (found === null) return null;
    const { status: state, coursePercent, exam: taken, credential: earned } = found.attributes;
    const standing = {
      kind: state === "active" ? EXAM_STANDINGS[taken.state] : "learning",
      examAttempts: taken.attempts,
    } as const;
    return {
      externalEnrollmentId,
      progress: coursePercent,
      completed: state === "credentialed",
      certificate: earned,
      standing: partnerStanding(standing),
    };
  }

  /** Reads the credential; null until the exam is passed. */
  async getCertificate(externalEnrollmentId: string): Promise<PartnerCertificateFact | null> {
    const found = await this.#course("getCertificate", externalEnrollmentId);
    return found?.attributes.credential ?? null;
  }

  /** Asks NRF whether it issued this credential and still stands by it. */
  async checkCertificate(certificateNumber: string): Promise<CertificateCheck> {
    const found = await this.#http.find({
      operation: "checkCertificate",
      method: "GET",
      path: [...this.#root, "credential-checks"],
      query: { "filter[number]": certificateNumber },
      answer: ANSWERS.check,
      isAbout: ({ attributes }) => attributes.credentialNumber === certificateNumber,
    });
    if (found === null) return "unknown";
    return found.attributes.outcome === "active" ? "confirmed" : "revoked";
  }

  /** Asks for a launch address that works once. */
  async getSsoLaunchUrl(
    account: PartnerAccount,
    externalEnrollmentId: string,
    returnUrl: string,
  ): Promise<LaunchUrl> {
    const { attributes } = await this.#http.send({
      operation: "getSsoLaunchUrl",
      method: "POST",
      path: [...this.#root, "enrollments", externalEnrollmentId, "launches"],
      body: asResource("launches", { participantId: account.externalAccountId, returnUrl }),
      answer: ANSWERS.launch,
    });
    requireLaunchHost("nrf", attributes.href, this.#launchHosts);
    return { url: attributes.href, expiresAt: attributes.expiresAt };
  }

  /** Withdraws the enrollment; one that is withdrawn already stays so. */
  async cancelEnrollment(externalEnrollmentId: string, key: string): Promise<void> {
    await this.#http.send({
      operation: "cancelEnrollment",
      method: "DELETE",
      path: [...this.#root, "enrollments", externalEnrollmentId],
      key,
      answer: ANSWERS.withdrawal,
      isAbout: ({ id }) => id === externalEnrollmentId,
    });
  }

  /** Checks signature and time window. */
  verifyWebhook(delivery: WebhookDelivery): VerifiedWebhook {
    return this.#webhooks.verify(delivery);
  }

  /** Reads one event; unknown names give none. */
  parseWebhook(body: string): PartnerEvent[] {
    return this.#webhooks.parse(body);
  }

  #course(operation: string, externalEnrollmentId: string) {
    return this.#http.find({
      operation,
      method: "GET",
      path: [...this.#root, "enrollments", externalEnrollmentId],
      answer: ANSWERS.course,
      isAbout: ({ id }) => id === externalEnrollmentId,
    });
  }
}
