/** CareerSafe: OSHA 10 and 30 and short safety courses; members of a group, seat time, a wallet card at the end. */
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

export const careersafeDescriptor: PartnerDescriptor = {
  slug: "careersafe",
  label: "CareerSafe",
  mode: "rest",
  requiredEnv: [
    "CAREERSAFE_API_BASE_URL",
    "CAREERSAFE_API_KEY",
    "CAREERSAFE_ORG_ID",
    "CAREERSAFE_WEBHOOK_SECRET",
  ],
  launchHosts: [],
  requestsPerSecond: 100,
  concurrency: 64,
  stuckAfterHours: 168,
  completion:
    'CareerSafe sets the assignment to "Complete" when all modules, the seat time and the final exam are done.',
  webhookScheme: "standard",
  voucher: null,
  retakesIncluded: 0,
  silentAfterHours: 24,
};

/** CareerSafe writes percentages as text. */
const percentText = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,2})?$/)
  .transform(Number)
  .pipe(percent);
const member = z.object({ id: externalId, reference: line });
const assignment = z.object({
  id: externalId,
  member_id: externalId,
  reference: line,
  status: z.enum(["Not Started", "In Progress", "Failed Final Exam", "Complete", "Withdrawn"]),
  percent_complete: percentText,
});
const card = z
  .object({
    card_number: line.min(1),
    issued: day.nullable(),
    expires: day.nullable(),
    pdf: link,
    check: link,
  })
  .transform((wallet): PartnerCertificateFact => ({
    number: wallet.card_number,
    url: wallet.pdf,
    verificationUrl: wallet.check,
    issuedDate: wallet.issued,
    expirationDate: wallet.expires,
  }));
const standing = assignment.extend({ wallet_card: card.nullable() });
const session = z.object({ url: z.string(), expires_at: moment.nullable() });
const withdrawal = z.object({ id: externalId, status: z.literal("Withdrawn") });
const message = z.object({
  time: moment.nullish(),
  assignment_id: externalId,
  percent_complete: percentText.nullish(),
  wallet_card: card.nullish(),
});
const refusal = z.object({ reason: z.string() });
const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  ["email-exists", { kind: "action_required", message: "the e-mail address belongs to another account" }],
  ["unknown-course", { kind: "action_required", message: "the partner does not know the course code" }],
  ["no-seats", { kind: "action_required", message: "no seats are left in our group" }],
]);
const list = <T>(shape: z.ZodType<T>) =>
  z.object({ results: z.array(shape) }).transform(({ results }) => results);
const members = list(member);
const assignments = list(assignment);

/** Speaks CareerSafe's REST API. Source: docs/partners/careersafe.md (assumed, not confirmed). */
export class CareerSafeConnector implements PartnerConnector {
  readonly #http: PartnerHttpClient;
  /** Everything lies below our group. */
  readonly #group: readonly [string, string];
  readonly #launchHosts: readonly string[];
  readonly #webhooks: WebhookReader;

  constructor(settings: PartnerSettings, options: PartnerHttpOptions = {}) {
    this.#group = ["groups", settings.orgId];
    this.#launchHosts = settings.launchHosts;
    this.#http = new PartnerHttpClient({
      partner: "careersafe",
      baseUrl: settings.baseUrl,
      headers: { authorization: `Bearer ${settings.apiKey}` },
      concurrency: careersafeDescriptor.concurrency,
      refusalOf,
      options,
    });
    this.#webhooks = webhookReader(settings.webhookSecrets, {
      name: z.object({ type: eventName }).transform(({ type }) => type),
      message,
      toEvent: (type, fact) => ({
        type,
        externalEnrollmentId: fact.assignment_id,
        occurredAt: fact.time ?? null,
        progress: fact.percent_complete ?? null,
        certificate: fact.wallet_card ?? null,
      }),
    });
  }

  /** Finds the group's member by our reference, else adds one. `action_required` when the e-mail address belongs to another one. */
  async createAccount(student: PartnerStudent, key: string): Promise<PartnerAccount> {
    const isOurs = ({ reference }: z.output<typeof member>) => reference === student.studentId;
    const call = { operation: "createAccount", path: [...this.#group, "members"] };
    const find = async () => {
      const query = { reference: student.studentId };
      const [first] = await this.#http.send({
        ...call,
        method: "GET",
        query,
        answer: members,
        isAbout: (found) => found.every(isOurs),
      });
      return first ?? null;
    };
    const found = await findOrCreate(find, () => {
      const body = { reference: student.studentId, email: student.email, name: student.fullName };
      const answer = { answer: member, isAbout: isOurs };
      return this.#http.send({ ...call, method: "POST", key, body, ...answer });
    });
    return { externalAccountId: found.id };
  }

  /** Finds a live assignment by our reference, else assigns the course. `action_required` without seats or when it is another member's. */
  async enrollInCourse(
    account: PartnerAccount,
    course: PartnerCourseRef,
    reference: string,
    key: string,
  ): Promise<PartnerEnrollmentFact> {
    const isOurs = (found: z.output<typeof assignment>) => found.reference === reference;
    const call = { operation: "enrollInCourse", path: [...this.#group, "assignments"] };
    const find = async () => {
      const found = await this.#http.send({
        ...call,
        method: "GET",
        query: { reference },
        answer: assignments,
        isAbout: (answered) => answered.every(isOurs),
      });
      return found.find(({ status }) => status !== "Withdrawn") ?? null;
    };
    const found = await findOrCreate(find, () => {
      const body = { member_id: account.externalAccountId, course: course.externalCourseCode, reference };
      const answer = { answer: assignment, isAbout: isOurs };
      return this.#http.send({ ...call, method: "POST", key, body, ...answer });
    });
    requireOwner("careersafe", account, found.member_id);
    return { externalEnrollmentId: found.id };
  }

  /** Reads percent and the wallet card; finished only when the status says "Complete". */
  async getProgress(externalEnrollmentId: string): Promise<PartnerProgress | null> {
    const found = await this.#standing("getProgress", externalEnrollmentId);
    if (found === null) return null;
    return {
      externalEnrollmentId,
      progress: found.percent_complete,
      completed: found.status === "Complete",
      certificate: found.wallet_card,
      standing: partnerStanding(),
    };
  }

  /** Reads the wallet card; null until it is issued. */
  async getCertificate(externalEnrollmentId: string): Promise<PartnerCertificateFact | null> {
    const found = await this.#standing("getCertificate", externalEnrollmentId);
    return found?.wallet_card ?? null;
  }

  /** Asks for a session address that works once. */
  async getSsoLaunchUrl(
    account: PartnerAccount,
    externalEnrollmentId: string,
    returnUrl: string,
  ): Promise<LaunchUrl> {
    const answer = await this.#http.send({
      operation: "getSsoLaunchUrl",
      method: "POST",
      path: [...this.#group, "assignments", externalEnrollmentId, "sessions"],
      body: { member_id: account.externalAccountId, back_to: returnUrl },
      answer: session,
    });
    requireLaunchHost("careersafe", answer.url, this.#launchHosts);
    return { url: answer.url, expiresAt: answer.expires_at };
  }

  /** Withdraws the assignment; one that is withdrawn already stays so. */
  async cancelEnrollment(externalEnrollmentId: string, key: string): Promise<void> {
    await this.#http.send({
      operation: "cancelEnrollment",
      method: "POST",
      path: [...this.#group, "assignments", externalEnrollmentId, "withdraw"],
      key,
      body: {},
      answer: withdrawal,
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

  #standing(operation: string, externalEnrollmentId: string) {
    return this.#http.find({
      operation,
      method: "GET",
      path: [...this.#group, "assignments", externalEnrollmentId],
      answer: standing,
      isAbout: ({ id }) => id === externalEnrollmentId,
    });
  }
}

function refusalOf(_status: number, body: unknown): Refusal | null {
  const parsed = refusal.safeParse(body);
  return parsed.success ? (REFUSALS.get(parsed.data.reason) ?? null) : null;
}
