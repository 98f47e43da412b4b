/** HSI (Health & Safety Institute): CPR, AED and first aid; online part, then a skills check; a card with an expiry date. */
import { z } from "zod";
import type { PartnerCertificateFact, PartnerEvent } from "#lib/domain/partner-event.ts";
import { partnerStanding } from "#lib/domain/partner-standing.ts";
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
import type { Refusal } from "#lib/partners/http-answer.ts";
import { PartnerHttpClient, type PartnerHttpOptions } from "#lib/partners/http-client.ts";
import { requireLaunchHost } from "#lib/partners/launch-url.ts";
import { eventName, webhookReader, type WebhookReader } from "#lib/partners/webhook.ts";
import { day, externalId, fraction, line, link, moment } from "#lib/partners/wire.ts";

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

const student = z.object({ student_id: externalId, external_ref: line });
const enrollment = z.object({
  enrollment_id: externalId,
  student_id: externalId,
  external_ref: line,
  state: z.enum(["enrolled", "completed", "cancelled"]),
});
const certification = z
  .object({
    card_number: line.min(1),
    issued_on: day.nullable(),
    expires_on: day.nullable(),
    card_url: link,
    verify_url: link,
  })
  .transform((card): PartnerCertificateFact => ({
    number: card.card_number,
    url: card.card_url,
    verificationUrl: card.verify_url,
    issuedDate: card.issued_on,
    expirationDate: card.expires_on,
  }));
const progress = z.object({
  enrollment_id: externalId,
  online_progress: fraction,
  completed_at: moment.nullable(),
  certification: certification.nullable(),
});
const message = z.object({
  occurred_at: moment.nullish(),
  enrollment: z.object({ enrollment_id: externalId, online_progress: fraction.nullish() }),
  certification: certification.nullish(),
});
const refusal = z.object({ error: z.object({ code: z.string() }) });
const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  ["email_taken", { kind: "action_required", message: "the e-mail address belongs to another account" }],
  ["unknown_course", { kind: "action_required", message: "the partner does not know the course code" }],
  ["organization_suspended", { kind: "action_required", message: "our organisation is suspended" }],
]);
/** HSI wraps every answer in `data`. */
const data = <T>(shape: z.ZodType<T>) => z.object({ data: shape }).transform((body) => body.data);
const ANSWERS = {
  student: data(student),
  students: data(z.array(student)),
  enrollment: data(enrollment),
  enrollments: data(z.array(enrollment)),
  progress: data(progress),
  launch: data(z.object({ launch_url: z.string(), expires_at: moment.nullable() })),
  cancellation: data(z.object({ enrollment_id: externalId, state: z.literal("cancelled") })),
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
      refusalOf,
      options,
    });
    this.#webhooks = webhookReader(settings.webhookSecrets, {
      name: z.object({ event: eventName }).transform(({ event }) => event),
      message,
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
    const isOurs = ({ external_ref }: z.output<typeof student>) => external_ref === person.studentId;
    const find = async () => {
      const query = { external_ref: person.studentId };
      const [first] = await this.#http.send({
        ...call,
        method: "GET",
        query,
        answer: ANSWERS.students,
        isAbout: (list) => list.every(isOurs),
      });
      return first ?? null;
    };
    const found = await findOrCreate(find, () => {
      const body = { external_ref: person.studentId, email: person.email, full_name: person.fullName };
      const answer = { answer: ANSWERS.student, isAbout: isOurs };
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
    const isOurs = ({ external_ref }: z.output<typeof enrollment>) => external_ref === reference;
    const find = async () => {
      const query = { external_ref: reference };
      const list = await this.#http.send({
        ...call,
        method: "GET",
        query,
        answer: ANSWERS.enrollments,
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
      const answer = { answer: ANSWERS.enrollment, isAbout: isOurs };
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
      standing: partnerStanding(),
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
      answer: ANSWERS.launch,
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
      answer: ANSWERS.cancellation,
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
      answer: ANSWERS.progress,
      isAbout: ({ enrollment_id }) => enrollment_id === externalEnrollmentId,
    });
  }
}

function refusalOf(_status: number, body: unknown): Refusal | null {
  const parsed = refusal.safeParse(body);
  return parsed.success ? (REFUSALS.get(parsed.data.error.code) ?? null) : null;
}
