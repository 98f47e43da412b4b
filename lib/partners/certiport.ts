/** Certiport: IT and office certifications; practice tests, then an exam on a voucher, with retakes. */
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
import { day, externalId, line, link, moment, percent } from "#lib/partners/wire.ts";

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
  voucher: null,
  retakesIncluded: 0,
  silentAfterHours: 24,
};

const candidate = z.object({ candidateId: externalId, candidateRef: line });
/** The voucher code that comes with a registration is left out here, so that it reaches no log and no table. */
const registration = z.object({
  registrationId: externalId,
  candidateId: externalId,
  registrationRef: line,
  status: z.enum(["REGISTERED", "PRACTICING", "PASSED", "FAILED", "CANCELLED"]),
});
const credential = z
  .object({
    credentialNumber: line.min(1),
    issuedOn: day.nullable(),
    expiresOn: day.nullable(),
    transcriptUrl: link,
    verifyUrl: link,
  })
  .transform((earned): PartnerCertificateFact => ({
    number: earned.credentialNumber,
    url: earned.transcriptUrl,
    verificationUrl: earned.verifyUrl,
    issuedDate: earned.issuedOn,
    expirationDate: earned.expiresOn,
  }));
const standing = registration.extend({
  practice: z.object({ percent }),
  credential: credential.nullable(),
});
const message = z.object({
  eventTime: moment.nullish(),
  data: z.object({
    registrationId: externalId,
    practicePercent: percent.nullish(),
    credential: credential.nullish(),
  }),
});
const signOn = z.object({ url: z.string(), validUntil: moment.nullable() });
const cancellation = z.object({ registrationId: externalId, status: z.literal("CANCELLED") });
const refusal = z.object({ errorCode: z.string() });
const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  ["EMAIL_IN_USE", { kind: "action_required", message: "the e-mail address belongs to another account" }],
  ["EXAM_UNKNOWN", { kind: "action_required", message: "the partner does not know the exam code" }],
  ["NO_VOUCHERS_LEFT", { kind: "action_required", message: "no exam vouchers are left" }],
]);
const items = <T>(shape: z.ZodType<T>) => z.object({ items: z.array(shape) }).transform((page) => page.items);
const candidates = items(candidate);
const registrations = items(registration);

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
      refusalOf,
      options,
    });
    this.#webhooks = webhookReader(settings.webhookSecrets, {
      name: z.object({ eventType: eventName }).transform(({ eventType }) => eventType),
      message,
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
    const isOurs = ({ candidateRef }: z.output<typeof candidate>) => candidateRef === student.studentId;
    const call = { operation: "createAccount", path: ["api", "candidates"] };
    const find = async () => {
      const query = { orgId: this.#settings.orgId, candidateRef: student.studentId };
      const [first] = await this.#http.send({
        ...call,
        method: "GET",
        query,
        answer: candidates,
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
      const answer = { answer: candidate, isAbout: isOurs };
      return this.#http.send({ ...call, method: "POST", key, body, ...answer });
    });
    return { externalAccountId: found.candidateId };
  }

  /** Finds a live registration by our reference, else registers. `action_required` without vouchers or when it is another candidate's. */
  async enrollInCourse(
    account: PartnerAccount,
    course: PartnerCourseRef,
    reference: string,
    key: string,
  ): Promise<PartnerEnrollmentFact> {
    const isOurs = ({ registrationRef }: z.output<typeof registration>) => registrationRef === reference;
    const call = { operation: "enrollInCourse", path: ["api", "registrations"] };
    const find = async () => {
      const query = { orgId: this.#settings.orgId, registrationRef: reference };
      const list = await this.#http.send({
        ...call,
        method: "GET",
        query,
        answer: registrations,
        isAbout: (found) => found.every(isOurs),
      });
      return list.find(({ status }) => status !== "CANCELLED") ?? null;
    };
    const found = await findOrCreate(find, () => {
      const body = {
        candidateId: account.externalAccountId,
        examCode: course.externalCourseCode,
        registrationRef: reference,
      };
      const answer = { answer: registration, isAbout: isOurs };
      return this.#http.send({ ...call, method: "POST", key, body, ...answer });
    });
    requireOwner("certiport", account, found.candidateId);
    return { externalEnrollmentId: found.registrationId };
  }

  /** Reads the share of practice done (100 once the exam is passed) and the credential; finished only on PASSED. */
  async getProgress(externalEnrollmentId: string): Promise<PartnerProgress | null> {
    const found = await this.#standing("getProgress", externalEnrollmentId);
    if (found === null) return null;
    const completed = found.status === "PASSED";
    return {
      externalEnrollmentId,
      progress: completed ? 100 : found.practice.percent,
      completed,
      certificate: found.credential,
      standing: partnerStanding(),
    };
  }

  /** Reads the credential; null until the exam is passed. */
  async getCertificate(externalEnrollmentId: string): Promise<PartnerCertificateFact | null> {
    const found = await this.#standing("getCertificate", externalEnrollmentId);
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
      answer: signOn,
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
      answer: cancellation,
      isAbout: ({ registrationId }) => registrationId === externalEnrollmentId,
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

  #standing(operation: string, externalEnrollmentId: string) {
    return this.#http.find({
      operation,
      method: "GET",
      path: ["api", "registrations", externalEnrollmentId],
      answer: standing,
      isAbout: ({ registrationId }) => registrationId === externalEnrollmentId,
    });
  }
}

function refusalOf(_status: number, body: unknown): Refusal | null {
  const parsed = refusal.safeParse(body);
  return parsed.success ? (REFUSALS.get(parsed.data.errorCode) ?? null) : null;
}
