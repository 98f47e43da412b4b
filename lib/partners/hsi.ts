/** HSI (Health & Safety Institute): CPR, AED and first aid; online part, then a skills check; a card with an expiry date. */
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
  VerifiedWebhook,
  WebhookDelivery,
} from "#lib/partners/base.ts";
import type { PartnerSettings } from "#lib/partners/config.ts";
import { findOrCreate, requireOwner } from "#lib/partners/find-or-create.ts";
import { PartnerHttpClient, type PartnerHttpOptions } from "#lib/partners/http-client.ts";
import * as wire from "#lib/partners/hsi/wire.ts";
import { requireLaunchHost } from "#lib/partners/launch-url.ts";
import { eventName, webhookReader, type WebhookReader } from "#lib/partners/webhook.ts";

export const hsiDescriptor: PartnerDescriptor = {
  slug: "hsi",
  label: "HSI",
  mode: "rest",
  requiredEnv: ["HSI_API_BASE_URL", "HSI_API_KEY", "HSI_API_SECRET", "HSI_ORG_ID", "HSI_WEBHOOK_SECRET"],
  launchHosts: [],
  requestsPerSecond: 100,
  concurrency: 64,
  stuckAfterHours: 168,
  completion: "HSI states completed_at once the online part and the skills check are both passed.",
  webhookScheme: "standard",
  voucher: null,
  retakesIncluded: 0,
  silentAfterHours: 24,
};

/** Speaks HSI's REST API. Source: docs/partners/hsi.md (assumed, not confirmed). */
export class HsiConnector implements PartnerConnector {
  readonly #http: PartnerHttpClient;
  readonly #launchHosts: readonly string[];
  readonly #webhooks: WebhookReader;

  constructor(settings: PartnerSettings, options: PartnerHttpOptions = {}) {
    const basic = Buffer.from(`${settings.apiKey}:${settings.apiSecret}`).toString("base64");
    this.#launchHosts = settings.launchHosts;
    this.#http = new PartnerHttpClient({
      partner: "hsi",
      baseUrl: settings.baseUrl,
      headers: { authorization: `Basic ${basic}`, "x-hsi-organization": settings.orgId },
      concurrency: hsiDescriptor.concurrency,
      refusalOf: wire.refusalOf,
      options,
    });
    this.#webhooks = webhookReader(settings.webhookSecrets, {
      name: z.object({ event: eventName }).transform(({ event }) => event),
      message: wire.message,
      changes: wire.CHANGES,
      toEvent: (type, fact) => ({
        type,
        externalEnrollmentId: fact.enrollment.enrollment_id,
        occurredAt: fact.occurred_at ?? null,
        progress: fact.enrollment.online_progress ?? null,
        certificate: fact.certification ?? null,
      }),
    });
  }

  /** Finds the student by our reference, else opens the account. `action_required` when the e-mail address belongs to another one. */
  async createAccount(person: PartnerStudent, key: string): Promise<PartnerAccount> {
    const call = { operation: "createAccount", path: ["v1", "students"] };
    const isOurs = ({ external_ref }: z.output<typeof wire.student>) => external_ref === person.studentId;
    const find = async () => {
      const query = { external_ref: person.studentId };
      const [first] = await this.#http.send({
        ...call,
        method: "GET",
        query,
        answer: wire.ANSWERS.students,
        isAbout: (list) => list.every(isOurs),
      });
      return first ?? null;
    };
    const found = await findOrCreate(find, () => {
      const body = { external_ref: person.studentId, email: person.email, full_name: person.fullName };
      const answer = { answer: wire.ANSWERS.student, isAbout: isOurs };
      return this.#http.send({ ...call, method: "POST", key, body, ...answer });
    });
    return { externalAccountId: found.student_id };
  }

  /** Finds a live enrollment by our reference, else enrolls. `action_required` when the reference is another student's. */
  async enrollInCourse(
    account: PartnerAccount,
    course: PartnerCourseRef,
    reference: string,
    key: string,
  ): Promise<PartnerEnrollmentFact> {
    const call = { operation: "enrollInCourse", path: ["v1", "enrollments"] };
    const isOurs = ({ external_ref }: z.output<typeof wire.enrollment>) => external_ref === reference;
    const find = async () => {
      const query = { external_ref: reference };
      const list = await this.#http.send({
        ...call,
        method: "GET",
        query,
        answer: wire.ANSWERS.enrollments,
        isAbout: (found) => found.every(isOurs),
      });
      return list.find(({ state }) => state !== "cancelled") ?? null;
    };
    const found = await findOrCreate(find, () => {
      const body = {
        student_id: account.externalAccountId,
        course_code: course.externalCourseCode,
        external_ref: reference,
      };
      const answer = { answer: wire.ANSWERS.enrollment, isAbout: isOurs };
      return this.#http.send({ ...call, method: "POST", key, body, ...answer });
    });
    requireOwner("hsi", account, found.student_id);
    return { externalEnrollmentId: found.enrollment_id };
  }

  /** Reads percent (HSI sends 0-1) and the card; finished only when HSI states `completed_at`. */
  async getProgress(externalEnrollmentId: string): Promise<PartnerProgress | null> {
    const found = await this.#progress("getProgress", externalEnrollmentId);
    if (found === null) return null;
    return {
      externalEnrollmentId,
      progress: found.online_progress,
      completed: found.completed_at !== null,
      certificate: found.certification,
      standing: wire.standingOf(found),
    };
  }

  /** Reads the certification card; null until it is issued. */
  async getCertificate(externalEnrollmentId: string): Promise<PartnerCertificateFact | null> {
    const found = await this.#progress("getCertificate", externalEnrollmentId);
    return found?.certification ?? null;
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
      path: ["v1", "enrollments", externalEnrollmentId, "launch"],
      body: { student_id: account.externalAccountId, return_url: returnUrl },
      answer: wire.ANSWERS.launch,
    });
    requireLaunchHost("hsi", answer.launch_url, this.#launchHosts);
    return { url: answer.launch_url, expiresAt: answer.expires_at };
  }

  /** Cancels; an enrollment that is cancelled already stays so. */
  async cancelEnrollment(externalEnrollmentId: string, key: string): Promise<void> {
    await this.#http.send({
      operation: "cancelEnrollment",
      method: "POST",
      path: ["v1", "enrollments", externalEnrollmentId, "cancel"],
      key,
      body: {},
      answer: wire.ANSWERS.cancellation,
      isAbout: ({ enrollment_id }) => enrollment_id === externalEnrollmentId,
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

  #progress(operation: string, externalEnrollmentId: string) {
    return this.#http.find({
      operation,
      method: "GET",
      path: ["v1", "enrollments", externalEnrollmentId, "progress"],
      answer: wire.ANSWERS.progress,
      isAbout: ({ enrollment_id }) => enrollment_id === externalEnrollmentId,
    });
  }
}
