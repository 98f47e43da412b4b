/** NDS: DOT and CDL compliance courses with certificates that expire, and ordered services of which nothing is known but that their requirement is met. */
import type { z } from "zod";
import type { PartnerCertificateFact, PartnerEvent } from "#lib/domain/partner-event.ts";
import { partnerStanding, type PartnerStanding } from "#lib/domain/partner-standing.ts";
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
import {
  ANSWERS,
  NEWS,
  RECORDS,
  certificateFact,
  isOrder,
  keptOf,
  refusalOf,
} from "#lib/partners/nds/wire.ts";
import { webhookReader, type WebhookReader } from "#lib/partners/webhook.ts";

export const ndsDescriptor: PartnerDescriptor = {
  slug: "nds",
  label: "NDS",
  mode: "rest",
  requiredEnv: ["NDS_API_BASE_URL", "NDS_API_KEY", "NDS_CLIENT_ID", "NDS_WEBHOOK_SECRET"],
  launchHosts: [],
  requestsPerSecond: 100,
  concurrency: 64,
  stuckAfterHours: 168,
  completion:
    "NDS sets a training to FINISHED when its exam is passed; an ordered service is complete on the day NDS states its requirement met.",
  webhookScheme: "hmac-hex",
  voucher: null,
  retakesIncluded: 0,
  silentAfterHours: 48,
};

/** Speaks NDS's REST API. Source: docs/partners/nds.md (assumed, not confirmed). */
export class NdsConnector implements PartnerConnector {
  readonly #http: PartnerHttpClient;
  readonly #launchHosts: readonly string[];
  readonly #webhooks: WebhookReader;

  constructor(settings: PartnerSettings, options: PartnerHttpOptions = {}) {
    this.#launchHosts = settings.launchHosts;
    this.#http = new PartnerHttpClient({
      partner: "nds",
      baseUrl: settings.baseUrl,
      headers: { "x-nds-client": settings.orgId, "x-nds-key": settings.apiKey },
      concurrency: ndsDescriptor.concurrency,
      refusalOf,
      options,
    });
    this.#webhooks = webhookReader(settings.webhookSecrets, NEWS);
  }

  /** Finds the person by our reference, else adds one. `action_required` when the e-mail address belongs to another one. */
  async createAccount(student: PartnerStudent, key: string): Promise<PartnerAccount> {
    const call = { operation: "createAccount", path: ["people"] };
    const isOurs = ({ client_ref }: { client_ref: string }) => client_ref === student.studentId;
    const find = async () => {
      const [first] = await this.#http.send({
        ...call,
        method: "GET",
        query: { client_ref: student.studentId },
        answer: ANSWERS.people,
        isAbout: (list) => list.every(isOurs),
      });
      return first ?? null;
    };
    const found = await findOrCreate(find, () => {
      const body = {
        client_ref: student.studentId,
        email_address: student.email,
        full_name: student.fullName,
      };
      const answer = { answer: ANSWERS.person, isAbout: isOurs };
      return this.#http.send({ ...call, method: "POST", key, body, ...answer });
    });
    return { externalAccountId: found.person_id };
  }

  /** Finds a live training (for a service: order) by our reference, else makes one. `action_required` when the reference is another person's. */
  async enrollInCourse(
    account: PartnerAccount,
    { externalCourseCode, kind }: PartnerCourseRef,
    reference: string,
    key: string,
  ): Promise<PartnerEnrollmentFact> {
    const { collection, codeField, entry, entries } = kind === "service" ? RECORDS.orders : RECORDS.trainings;
    const call = { operation: "enrollInCourse", path: [collection] };
    const isOurs = (found: z.output<typeof entry>) => found.reference === reference;
    const find = async () => {
      const list = await this.#http.send({
        ...call,
        method: "GET",
        query: { client_ref: reference },
        answer: entries,
        isAbout: (found) => found.every(isOurs),
      });
      return list.find(({ isLive }) => isLive) ?? null;
    };
    const found = await findOrCreate(find, () => {
      const body = {
        person_id: account.externalAccountId,
        [codeField]: externalCourseCode,
        client_ref: reference,
      };
      return this.#http.send({ ...call, method: "POST", key, body, answer: entry, isAbout: isOurs });
    });
    requireOwner("nds", account, found.personId);
    return { externalEnrollmentId: found.id };
  }

  /** Reads a training's percent and certificate, or how an order stands; an order is 0 until its requirement is met. */
  async getProgress(externalEnrollmentId: string): Promise<PartnerProgress | null> {
    if (isOrder(externalEnrollmentId)) return this.#orderProgress(externalEnrollmentId);
    const found = await this.#training("getProgress", externalEnrollmentId);
    if (found === null) return null;
    const { status, percent_complete, exam, certificate } = found;
    const hasFailed = status === "OPEN" && exam.state === "FAILED";
    return {
      externalEnrollmentId,
      progress: percent_complete,
      completed: status === "FINISHED",
      certificate: certificate && certificateFact(certificate),
      standing: partnerStanding({
        kind: hasFailed ? "exam_failed" : "learning",
        examAttempts: exam.attempts,
      }),
    };
  }

  /** Reads the certificate; null until the training is finished, and always for an order: it earns none. */
  async getCertificate(externalEnrollmentId: string): Promise<PartnerCertificateFact | null> {
    if (isOrder(externalEnrollmentId)) return null;
    const found = await this.#training("getCertificate", externalEnrollmentId);
    return found?.certificate ? certificateFact(found.certificate) : null;
  }

  /** Asks for a session address that works once: the training, or the page where an appointment is made. */
  async getSsoLaunchUrl(
    account: PartnerAccount,
    externalEnrollmentId: string,
    returnUrl: string,
  ): Promise<LaunchUrl> {
    const answer = await this.#http.send({
      operation: "getSsoLaunchUrl",
      method: "POST",
      path: [recordsOf(externalEnrollmentId).collection, externalEnrollmentId, "session"],
      body: { person_id: account.externalAccountId, return_url: returnUrl },
      answer: ANSWERS.session,
    });
    requireLaunchHost("nds", answer.url, this.#launchHosts);
    return { url: answer.url, expiresAt: answer.expires };
  }

  /** Voids the training or order; one that is void already stays so. */
  async cancelEnrollment(externalEnrollmentId: string, key: string): Promise<void> {
    const { collection, voided } = recordsOf(externalEnrollmentId);
    await this.#http.send({
      operation: "cancelEnrollment",
      method: "POST",
      path: [collection, externalEnrollmentId, "void"],
      key,
      body: {},
      answer: voided,
      isAbout: (id) => id === externalEnrollmentId,
    });
  }

  /** Checks signature and time window. Keeps of the body only what is read from it, so that no result is ever stored. */
  verifyWebhook(delivery: WebhookDelivery): VerifiedWebhook {
    const verified = this.#webhooks.verify(delivery);
    return { ...verified, storedBody: keptOf(verified.eventType, delivery.body) };
  }

  /** Reads one event, whole or as it was kept; unknown names give none. */
  parseWebhook(body: string): PartnerEvent[] {
    return this.#webhooks.parse(body);
  }

  async #orderProgress(externalEnrollmentId: string): Promise<PartnerProgress | null> {
    const found = await this.#http.find({
      operation: "getProgress",
      method: "GET",
      path: ["orders", externalEnrollmentId],
      answer: ANSWERS.order,
      isAbout: ({ order_id }) => order_id === externalEnrollmentId,
    });
    if (found === null) return null;
    const completed = found.requirement_met_on !== null;
    const standing = orderStanding(found);
    return {
      externalEnrollmentId,
      progress: completed ? 100 : 0,
      completed,
      certificate: null,
      standing,
    };
  }

  #training(operation: string, externalEnrollmentId: string) {
    return this.#http.find({
      operation,
      method: "GET",
      path: ["trainings", externalEnrollmentId],
      answer: ANSWERS.training,
      isAbout: ({ training_id }) => training_id === externalEnrollmentId,
    });
  }
}

/** A requirement that was not met stands here like one that is not met yet. */
function orderStanding(order: z.output<typeof ANSWERS.order>): PartnerStanding {
  const { appointment, requirement_met_on: requirementMetOn } = order;
  if (requirementMetOn !== null) return partnerStanding({ requirementMetOn });
  if (appointment === null) return partnerStanding({ kind: "appointment_unbooked" });
  return partnerStanding({
    kind: "appointment_booked",
    at: appointment.starts_at,
    place: appointment.site,
  });
}

function recordsOf(externalEnrollmentId: string) {
  return isOrder(externalEnrollmentId) ? RECORDS.orders : RECORDS.trainings;
}
