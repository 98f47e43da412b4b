/** Local Community College: classes with a start date and seats, graded by the college; a certificate whose number is given on request. */
import type { z } from "zod";
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
  VerifiedWebhook,
  WebhookDelivery,
} from "#lib/partners/base.ts";
import type { PartnerSettings } from "#lib/partners/config.ts";
import { findOrCreate, requireOwner } from "#lib/partners/find-or-create.ts";
import { PartnerHttpClient, type PartnerHttpOptions } from "#lib/partners/http-client.ts";
import { requireLaunchHost } from "#lib/partners/launch-url.ts";
import { ANSWERS, NEWS, certificateFact, keptOf, refusalOf, standingOf } from "#lib/partners/lcc/wire.ts";
import { webhookReader, type WebhookReader } from "#lib/partners/webhook.ts";

export const lccDescriptor: PartnerDescriptor = {
  slug: "lcc",
  label: "Local Community College",
  mode: "rest",
  requiredEnv: ["LCC_API_BASE_URL", "LCC_API_KEY", "LCC_WEBHOOK_SECRET"],
  launchHosts: [],
  requestsPerSecond: 10,
  concurrency: 4,
  stuckAfterHours: 504,
  completion: "The college states posted_grade.is_passing once its registrar has posted a passing grade.",
  webhookScheme: "standard",
  voucher: null,
  retakesIncluded: 0,
  silentAfterHours: 168,
};

/** Speaks the college's REST API. Source: docs/partners/lcc.md (assumed, not confirmed). */
export class LccConnector implements PartnerConnector {
  readonly #http: PartnerHttpClient;
  readonly #launchHosts: readonly string[];
  readonly #webhooks: WebhookReader;

  constructor(settings: PartnerSettings, options: PartnerHttpOptions = {}) {
    this.#launchHosts = settings.launchHosts;
    this.#http = new PartnerHttpClient({
      partner: "lcc",
      baseUrl: settings.baseUrl,
      headers: { authorization: `Bearer ${settings.apiKey}` },
      concurrency: lccDescriptor.concurrency,
      refusalOf,
      options,
    });
    this.#webhooks = webhookReader(settings.webhookSecrets, NEWS);
  }

  /** Finds the student by our reference, else opens the account. `action_required` when the e-mail address belongs to another one. */
  async createAccount(person: PartnerStudent, key: string): Promise<PartnerAccount> {
    const call = { operation: "createAccount", path: ["v1", "students"] };
    const isOurs = ({ reference }: z.output<typeof ANSWERS.student>) => reference === person.studentId;
    const find = async () => {
      const [first] = await this.#http.send({
        ...call,
        method: "GET",
        query: { reference: person.studentId },
        answer: ANSWERS.students,
        isAbout: (list) => list.every(isOurs),
      });
      return first ?? null;
    };
    const found = await findOrCreate(find, () => {
      const body = { reference: person.studentId, email: person.email, full_name: person.fullName };
      const answer = { answer: ANSWERS.student, isAbout: isOurs };
      return this.#http.send({ ...call, method: "POST", key, body, ...answer });
    });
    return { externalAccountId: found.student_id };
  }

  /** Finds a live registration by our reference, else registers for the section. `action_required` when it is full, or the reference is another student's. */
  async enrollInCourse(
    account: PartnerAccount,
    course: PartnerCourseRef,
    reference: string,
    key: string,
  ): Promise<PartnerEnrollmentFact> {
    const call = { operation: "enrollInCourse", path: ["v1", "registrations"] };
    const isOurs = (found: z.output<typeof ANSWERS.registration>) => found.reference === reference;
    const find = async () => {
      const list = await this.#http.send({
        ...call,
        method: "GET",
        query: { reference },
        answer: ANSWERS.registrations,
        isAbout: (found) => found.every(isOurs),
      });
      return list.find(({ status }) => status !== "dropped") ?? null;
    };
    const found = await findOrCreate(find, () => {
      const body = {
        student_id: account.externalAccountId,
        section_code: course.externalCourseCode,
        reference,
      };
      const answer = { answer: ANSWERS.registration, isAbout: isOurs };
      return this.#http.send({ ...call, method: "POST", key, body, ...answer });
    });
    requireOwner("lcc", account, found.student_id);
    return { externalEnrollmentId: found.registration_id };
  }

  /** Reads percent, final and posted grade; finished only when the grade passes. The certificate is a second call, made once it is. */
  async getProgress(externalEnrollmentId: string): Promise<PartnerProgress | null> {
    const found = await this.#http.find({
      operation: "getProgress",
      method: "GET",
      path: ["v1", "registrations", externalEnrollmentId],
      answer: ANSWERS.progress,
      isAbout: ({ registration_id }) => registration_id === externalEnrollmentId,
    });
    if (found === null) return null;
    const completed = found.posted_grade?.is_passing === true;
    return {
      externalEnrollmentId,
      progress: found.percent_complete,
      completed,
      certificate: completed ? await this.#certificate("getProgress", externalEnrollmentId) : null,
      standing: standingOf(found),
    };
  }

  /** Asks for the certificate; null until one is issued. */
  async getCertificate(externalEnrollmentId: string): Promise<PartnerCertificateFact | null> {
    return this.#certificate("getCertificate", externalEnrollmentId);
  }

  /** Asks for a launch address that works once. */
  async getSsoLaunchUrl(
    account: PartnerAccount,
    externalEnrollmentId: string,
    returnUrl: string,
  ): Promise<LaunchUrl> {
    const answer = await this.#http.send({
      operation: "getSsoLaunchUrl",
      method: "POST",
      path: ["v1", "registrations", externalEnrollmentId, "launch"],
      body: { student_id: account.externalAccountId, return_url: returnUrl },
      answer: ANSWERS.launch,
    });
    requireLaunchHost("lcc", answer.url, this.#launchHosts);
    return { url: answer.url, expiresAt: answer.expires_at };
  }

  /** Drops the registration; one that is dropped already stays so. */
  async cancelEnrollment(externalEnrollmentId: string, key: string): Promise<void> {
    await this.#http.send({
      operation: "cancelEnrollment",
      method: "POST",
      path: ["v1", "registrations", externalEnrollmentId, "drop"],
      key,
      body: {},
      answer: ANSWERS.dropped,
      isAbout: ({ registration_id }) => registration_id === externalEnrollmentId,
    });
  }

  /** Checks signature and time window. Keeps of the body only what is read from it, so that no letter is ever stored. */
  verifyWebhook(delivery: WebhookDelivery): VerifiedWebhook {
    const verified = this.#webhooks.verify(delivery);
    return { ...verified, storedBody: keptOf(verified.eventType, delivery.body) };
  }

  /** Reads one event, whole or as it was kept; unknown names give none. */
  parseWebhook(body: string): PartnerEvent[] {
    return this.#webhooks.parse(body);
  }

  async #certificate(
    operation: string,
    externalEnrollmentId: string,
  ): Promise<PartnerCertificateFact | null> {
    const found = await this.#http.find({
      operation,
      method: "GET",
      path: ["v1", "registrations", externalEnrollmentId, "certificate"],
      answer: ANSWERS.certificate,
      isAbout: ({ registration_id }) => registration_id === externalEnrollmentId,
    });
    return found && certificateFact(found);
  }
}
