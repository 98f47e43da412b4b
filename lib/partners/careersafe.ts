/** CareerSafe: OSHA 10 and 30 and short safety courses; seats in groups, time in the course, a wallet card at the end. */
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
import { withSeat } from "#lib/partners/careersafe/groups.ts";
import * as wire from "#lib/partners/careersafe/wire.ts";
import type { PartnerSettings } from "#lib/partners/config.ts";
import { findOrCreate, requireOwner } from "#lib/partners/find-or-create.ts";
import { PartnerHttpClient, type PartnerHttpOptions } from "#lib/partners/http-client.ts";
import { requireLaunchHost } from "#lib/partners/launch-url.ts";
import { eventName, webhookReader, type WebhookReader } from "#lib/partners/webhook.ts";

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

/** Speaks CareerSafe's REST API. Source: docs/partners/careersafe.md (assumed, not confirmed). */
export class CareerSafeConnector implements PartnerConnector {
  readonly #http: PartnerHttpClient;
  /** Everything lies below our organisation. */
  readonly #root: readonly [string, string];
  /** By course, the code of the group that had a free seat last. */
  readonly #openGroups = new Map<string, string>();
  readonly #launchHosts: readonly string[];
  readonly #webhooks: WebhookReader;

  constructor(settings: PartnerSettings, options: PartnerHttpOptions = {}) {
    this.#root = ["organizations", settings.orgId];
    this.#launchHosts = settings.launchHosts;
    this.#http = new PartnerHttpClient({
      partner: "careersafe",
      baseUrl: settings.baseUrl,
      headers: { authorization: `Bearer ${settings.apiKey}` },
      concurrency: careersafeDescriptor.concurrency,
      refusalOf: wire.refusalOf,
      options,
    });
    this.#webhooks = webhookReader(settings.webhookSecrets, {
      name: z.object({ type: eventName }).transform(({ type }) => type),
      message: wire.message,
      changes: wire.CHANGES,
      toEvent: (type, fact) => ({
        type,
        externalEnrollmentId: fact.assignment_id,
        occurredAt: fact.time ?? null,
        progress: fact.percent_complete ?? null,
        certificate: fact.wallet_card ?? null,
      }),
    });
  }

  /** Finds the member by our reference, else adds one. `action_required` when the e-mail address belongs to another one. */
  async createAccount(student: PartnerStudent, key: string): Promise<PartnerAccount> {
    const isOurs = ({ reference }: z.output<typeof wire.member>) => reference === student.studentId;
    const call = { operation: "createAccount", path: [...this.#root, "members"] };
    const find = async () => {
      const query = { reference: student.studentId };
      const [first] = await this.#http.send({
        ...call,
        method: "GET",
        query,
        answer: wire.members,
        isAbout: (found) => found.every(isOurs),
      });
      return first ?? null;
    };
    const found = await findOrCreate(find, () => {
      const body = { reference: student.studentId, email: student.email, name: student.fullName };
      const answer = { answer: wire.member, isAbout: isOurs };
      return this.#http.send({ ...call, method: "POST", key, body, ...answer });
    });
    return { externalAccountId: found.id };
  }

  /**
   * Finds a live assignment by our reference, else assigns the course in a group with a free seat.
   * `action_required` when no further group can be opened, or the assignment is another member's.
   */
  async enrollInCourse(
    account: PartnerAccount,
    course: PartnerCourseRef,
    reference: string,
    key: string,
  ): Promise<PartnerEnrollmentFact> {
    const isOurs = (found: z.output<typeof wire.assignment>) => found.reference === reference;
    const call = { operation: "enrollInCourse", path: [...this.#root, "assignments"] };
    const find = async () => {
      const found = await this.#http.send({
        ...call,
        method: "GET",
        query: { reference },
        answer: wire.assignments,
        isAbout: (answered) => answered.every(isOurs),
      });
      return found.find(({ status }) => status !== "Withdrawn") ?? null;
    };
    const wanted = { member_id: account.externalAccountId, course: course.externalCourseCode, reference };
    const groups = { path: [...this.#root, "groups"], courseCode: course.externalCourseCode };
    const found = await findOrCreate(find, () =>
      withSeat(this.#http, groups, this.#openGroups, (group_code) => {
        const answer = { answer: wire.assignment, isAbout: isOurs };
        return this.#http.send({ ...call, method: "POST", key, body: { ...wanted, group_code }, ...answer });
      }),
    );
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
      standing: wire.standingOf(found),
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
      path: [...this.#root, "assignments", externalEnrollmentId, "sessions"],
      body: { member_id: account.externalAccountId, back_to: returnUrl },
      answer: wire.session,
    });
    requireLaunchHost("careersafe", answer.url, this.#launchHosts);
    return { url: answer.url, expiresAt: answer.expires_at };
  }

  /** Withdraws the assignment; one that is withdrawn already stays so. */
  async cancelEnrollment(externalEnrollmentId: string, key: string): Promise<void> {
    await this.#http.send({
      operation: "cancelEnrollment",
      method: "POST",
      path: [...this.#root, "assignments", externalEnrollmentId, "withdraw"],
      key,
      body: {},
      answer: wire.withdrawal,
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
      path: [...this.#root, "assignments", externalEnrollmentId],
      answer: wire.record,
      isAbout: ({ id }) => id === externalEnrollmentId,
    });
  }
}
