/** JRI: job-readiness and custodial training, free of charge; badges, and a certificate anybody can have checked. */
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
import { ANSWERS, NEWS, refusalOf } from "#lib/partners/jri/wire.ts";
import { requireLaunchHost } from "#lib/partners/launch-url.ts";
import { webhookReader, type WebhookReader } from "#lib/partners/webhook.ts";

export const jriDescriptor: PartnerDescriptor = {
  slug: "jri",
  label: "JRI",
  mode: "rest",
  requiredEnv: ["JRI_API_BASE_URL", "JRI_API_KEY", "JRI_ORG_ID", "JRI_WEBHOOK_SECRET"],
  launchHosts: [],
  requestsPerSecond: 100,
  concurrency: 64,
  stuckAfterHours: 336,
  completion: "JRI states finished_at once every badge of the course is earned.",
  webhookScheme: "hmac-hex",
  voucher: null,
  retakesIncluded: 0,
  silentAfterHours: 48,
};

/** Speaks JRI's REST API. Source: docs/partners/jri.md (assumed, not confirmed). */
export class JriConnector implements PartnerConnector {
  readonly #http: PartnerHttpClient;
  readonly #launchHosts: readonly string[];
  readonly #webhooks: WebhookReader;

  constructor(settings: PartnerSettings, options: PartnerHttpOptions = {}) {
    this.#launchHosts = settings.launchHosts;
    this.#http = new PartnerHttpClient({
      partner: "jri",
      baseUrl: settings.baseUrl,
      headers: { authorization: `ApiKey ${settings.orgId}:${settings.apiKey}` },
      concurrency: jriDescriptor.concurrency,
      refusalOf,
      options,
    });
    this.#webhooks = webhookReader(settings.webhookSecrets, NEWS);
  }

  /** Finds the learner by our reference, else adds one. `action_required` when the e-mail address belongs to another one. */
  async createAccount(student: PartnerStudent, key: string): Promise<PartnerAccount> {
    const call = { operation: "createAccount", path: ["v1", "learners"] };
    const isOurs = ({ ref }: z.output<typeof ANSWERS.learner>) => ref === student.studentId;
    const find = async () => {
      const [first] = await this.#http.send({
        ...call,
        method: "GET",
        query: { ref: student.studentId },
        answer: ANSWERS.learners,
        isAbout: (list) => list.every(isOurs),
      });
      return first ?? null;
    };
    const found = await findOrCreate(find, () => {
      const body = { ref: student.studentId, email: student.email, name: student.fullName };
      const answer = { answer: ANSWERS.learner, isAbout: isOurs };
      return this.#http.send({ ...call, method: "POST", key, body, ...answer });
    });
    return { externalAccountId: found.id };
  }

  /** Finds a live enrollment by our reference, else enrolls; access is free. `action_required` when the reference is another learner's. */
  async enrollInCourse(
    account: PartnerAccount,
    { externalCourseCode }: PartnerCourseRef,
    reference: string,
    key: string,
  ): Promise<PartnerEnrollmentFact> {
    const call = { operation: "enrollInCourse", path: ["v1", "enrollments"] };
    const isOurs = ({ ref }: z.output<typeof ANSWERS.enrollment>) => ref === reference;
    const find = async () => {
      const list = await this.#http.send({
        ...call,
        method: "GET",
        query: { ref: reference },
        answer: ANSWERS.enrollments,
        isAbout: (found) => found.every(isOurs),
      });
      return list.find(({ state }) => state !== "ended") ?? null;
    };
    const found = await findOrCreate(find, () => {
      const body = { learner_id: account.externalAccountId, course: externalCourseCode, ref: reference };
      const answer = { answer: ANSWERS.enrollment, isAbout: isOurs };
      return this.#http.send({ ...call, method: "POST", key, body, ...answer });
    });
    requireOwner("jri", account, found.learner_id);
    return { externalEnrollmentId: found.id };
  }

  /** Reads percent and certificate; finished only when JRI states `finished_at`. */
  async getProgress(externalEnrollmentId: string): Promise<PartnerProgress | null> {
    const found = await this.#course("getProgress", externalEnrollmentId);
    if (found === null) return null;
    const { percent_complete, final_check, finished_at, certificate } = found;
    const completed = finished_at !== null;
    const hasFailed = !completed && final_check.state === "failed";
    return {
      externalEnrollmentId,
      progress: percent_complete,
      completed,
      certificate,
      standing: partnerStanding({
        kind: hasFailed ? "exam_failed" : "learning",
        examAttempts: final_check.tries,
      }),
    };
  }

  /** Reads the certificate; null until the course is finished. */
  async getCertificate(externalEnrollmentId: string): Promise<PartnerCertificateFact | null> {
    const found = await this.#course("getCertificate", externalEnrollmentId);
    return found?.certificate ?? null;
  }

  /** Asks JRI whether it issued this certificate and still stands by it. */
  async checkCertificate(certificateNumber: string): Promise<CertificateCheck> {
    const found = await this.#http.find({
      operation: "checkCertificate",
      method: "GET",
      path: ["v1", "certificates", "check"],
      query: { number: certificateNumber },
      answer: ANSWERS.check,
      isAbout: ({ certificate_number }) => certificate_number === certificateNumber,
    });
    if (found === null) return "unknown";
    return found.state === "valid" ? "confirmed" : "revoked";
  }

  /** Asks for a visit address that works once. */
  async getSsoLaunchUrl(
    account: PartnerAccount,
    externalEnrollmentId: string,
    returnUrl: string,
  ): Promise<LaunchUrl> {
    const answer = await this.#http.send({
      operation: "getSsoLaunchUrl",
      method: "POST",
      path: ["v1", "enrollments", externalEnrollmentId, "visits"],
      body: { learner_id: account.externalAccountId, back: returnUrl },
      answer: ANSWERS.visit,
    });
    requireLaunchHost("jri", answer.address, this.#launchHosts);
    return { url: answer.address, expiresAt: answer.valid_until };
  }

  /** Ends the enrollment; one that is ended already stays so. */
  async cancelEnrollment(externalEnrollmentId: string, key: string): Promise<void> {
    await this.#http.send({
      operation: "cancelEnrollment",
      method: "DELETE",
      path: ["v1", "enrollments", externalEnrollmentId],
      key,
      answer: ANSWERS.ending,
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
      path: ["v1", "enrollments", externalEnrollmentId],
      answer: ANSWERS.course,
      isAbout: ({ id }) => id === externalEnrollmentId,
    });
  }
}
