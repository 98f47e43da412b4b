/** Milady RISE: cosmetology and barbering, hybrid with class dates; a school's learners, promo codes, short RISE courses that belong to a full one. */
import type { z } from "zod";
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
  VoucherRef,
  WebhookDelivery,
} from "#lib/partners/base.ts";
import type { PartnerSettings } from "#lib/partners/config.ts";
import { findOrCreate, requireOwner } from "#lib/partners/find-or-create.ts";
import { PartnerHttpClient, type PartnerHttpOptions } from "#lib/partners/http-client.ts";
import { requireLaunchHost } from "#lib/partners/launch-url.ts";
import { ANSWERS, NEWS, refusalOf } from "#lib/partners/milady/wire.ts";
import { webhookReader, type WebhookReader } from "#lib/partners/webhook.ts";

export const miladyDescriptor: PartnerDescriptor = {
  slug: "milady",
  label: "Milady RISE",
  mode: "rest",
  requiredEnv: ["MILADY_API_BASE_URL", "MILADY_API_KEY", "MILADY_SCHOOL_ID", "MILADY_WEBHOOK_SECRET"],
  launchHosts: [],
  requestsPerSecond: 100,
  concurrency: 64,
  stuckAfterHours: 336,
  completion:
    "Milady sets the enrollment to Completed when lessons and exam are done and, for a full curriculum, the RISE courses it requires too.",
  webhookScheme: "standard",
  voucher: {
    kind: "promo_code",
    keptBy: "stock",
    courseKinds: ["course"],
    exceptCodes: ["RISE-WELLBEING", "RISE-FINANCE", "RISE-EDUCATOR"],
  },
  retakesIncluded: 0,
  silentAfterHours: 48,
};

/** Speaks Milady RISE's REST API. Source: docs/partners/milady.md (assumed, not confirmed). */
export class MiladyConnector implements PartnerConnector {
  readonly #http: PartnerHttpClient;
  /** Every call names our school. */
  readonly #school: { readonly schoolId: string };
  readonly #launchHosts: readonly string[];
  readonly #webhooks: WebhookReader;

  constructor(settings: PartnerSettings, options: PartnerHttpOptions = {}) {
    this.#school = { schoolId: settings.orgId };
    this.#launchHosts = settings.launchHosts;
    this.#http = new PartnerHttpClient({
      partner: "milady",
      baseUrl: settings.baseUrl,
      headers: { authorization: `Token ${settings.apiKey}` },
      concurrency: miladyDescriptor.concurrency,
      refusalOf,
      options,
    });
    this.#webhooks = webhookReader(settings.webhookSecrets, NEWS);
  }

  /** Finds the school's learner by our reference, else adds one. `action_required` when the e-mail address belongs to another one. */
  async createAccount(student: PartnerStudent, key: string): Promise<PartnerAccount> {
    const call = { operation: "createAccount", path: ["learners"] };
    const isOurs = ({ StudentKey }: z.output<typeof ANSWERS.learner>) => StudentKey === student.studentId;
    const find = async () => {
      const query = { ...this.#school, studentKey: student.studentId };
      const [first] = await this.#http.send({
        ...call,
        method: "GET",
        query,
        answer: ANSWERS.learners,
        isAbout: (list) => list.every(isOurs),
      });
      return first ?? null;
    };
    const found = await findOrCreate(find, () => {
      const body = { StudentKey: student.studentId, Email: student.email, FullName: student.fullName };
      const answer = { query: this.#school, answer: ANSWERS.learner, isAbout: isOurs };
      return this.#http.send({ ...call, method: "POST", key, body, ...answer });
    });
    return { externalAccountId: found.LearnerId };
  }

  /**
   * Finds a live enrollment by our reference, else enrolls and spends the promo code. `action_required` when the code
   * is missing, unknown or spent by another enrollment, or when the reference is another learner's.
   */
  async enrollInCourse(
    account: PartnerAccount,
    { externalCourseCode }: PartnerCourseRef,
    reference: string,
    key: string,
    voucher?: VoucherRef,
  ): Promise<PartnerEnrollmentFact> {
    const call = { operation: "enrollInCourse", path: ["enrollments"] };
    const isOurs = ({ OrderKey }: z.output<typeof ANSWERS.enrollment>) => OrderKey === reference;
    const find = async () => {
      const query = { ...this.#school, orderKey: reference };
      const list = await this.#http.send({
        ...call,
        method: "GET",
        query,
        answer: ANSWERS.enrollments,
        isAbout: (found) => found.every(isOurs),
      });
      return list.find(({ Status }) => Status !== "Dropped") ?? null;
    };
    const found = await findOrCreate(find, () => {
      const body = {
        LearnerId: account.externalAccountId,
        CourseCode: externalCourseCode,
        OrderKey: reference,
        ...(voucher?.kind === "code" ? { PromoCode: voucher.code } : {}),
      };
      const answer = { query: this.#school, answer: ANSWERS.enrollment, isAbout: isOurs };
      return this.#http.send({ ...call, method: "POST", key, body, ...answer });
    });
    requireOwner("milady", account, found.LearnerId);
    return { externalEnrollmentId: found.EnrollmentId };
  }

  /** Reads percent and certificate; finished only on Completed. */
  async getProgress(externalEnrollmentId: string): Promise<PartnerProgress | null> {
    const found = await this.#course("getProgress", externalEnrollmentId);
    if (found === null) return null;
    const { Status, ProgressPercent, Exam, Certificate } = found;
    const completed = Status === "Completed";
    const hasFailed = !completed && Exam.Result === "Failed";
    return {
      externalEnrollmentId,
      progress: ProgressPercent,
      completed,
      certificate: Certificate,
      standing: partnerStanding({
        kind: hasFailed ? "exam_failed" : "learning",
        examAttempts: Exam.Attempts,
      }),
    };
  }

  /** Reads the certificate; null until the enrollment is completed. */
  async getCertificate(externalEnrollmentId: string): Promise<PartnerCertificateFact | null> {
    const found = await this.#course("getCertificate", externalEnrollmentId);
    return found?.Certificate ?? null;
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
      path: ["enrollments", externalEnrollmentId, "launch"],
      query: this.#school,
      body: { LearnerId: account.externalAccountId, ReturnUrl: returnUrl },
      answer: ANSWERS.launch,
    });
    requireLaunchHost("milady", answer.LaunchUrl, this.#launchHosts);
    return { url: answer.LaunchUrl, expiresAt: answer.ExpiresUtc };
  }

  /** Drops the enrollment; its promo code stays spent. One that is dropped already stays so. */
  async cancelEnrollment(externalEnrollmentId: string, key: string): Promise<void> {
    await this.#http.send({
      operation: "cancelEnrollment",
      method: "POST",
      path: ["enrollments", externalEnrollmentId, "drop"],
      query: this.#school,
      key,
      body: { Reason: "school" },
      answer: ANSWERS.drop,
      isAbout: ({ EnrollmentId }) => EnrollmentId === externalEnrollmentId,
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
      path: ["enrollments", externalEnrollmentId],
      query: this.#school,
      answer: ANSWERS.course,
      isAbout: ({ EnrollmentId }) => EnrollmentId === externalEnrollmentId,
    });
  }
}
