/** What Milady RISE writes, as far as we read it. What is not named here is dropped, an enrollment's promo code among it. */
import { z } from "zod";
import type { PartnerCertificateFact } from "#lib/domain/partner-event.ts";
import type { Refusal } from "#lib/partners/http-answer.ts";
import { eventName, type WebhookFormat } from "#lib/partners/webhook.ts";
import { day, externalId, line, link, moment, percent } from "#lib/partners/wire.ts";

const learner = z.object({ LearnerId: externalId, StudentKey: line });
/** The promo code an enrollment was made with is left out here, so that it reaches no log and no second table. */
const enrollment = z.object({
  EnrollmentId: externalId,
  LearnerId: externalId,
  OrderKey: line,
  Status: z.enum(["Enrolled", "InProgress", "Completed", "Dropped"]),
});
const certificate = z
  .object({
    CertificateNumber: line.min(1),
    IssuedDate: day.nullable(),
    ExpirationDate: day.nullable(),
    CertificateUrl: link,
    VerifyUrl: link,
  })
  .transform((earned): PartnerCertificateFact => ({
    number: earned.CertificateNumber,
    url: earned.CertificateUrl,
    verificationUrl: earned.VerifyUrl,
    issuedDate: earned.IssuedDate,
    expirationDate: earned.ExpirationDate,
  }));
const course = enrollment.extend({
  ProgressPercent: percent,
  Exam: z.object({ Result: z.enum(["None", "Failed", "Passed"]), Attempts: z.int().min(0).max(1000) }),
  Certificate: certificate.nullable(),
});
const message = z.object({
  OccurredUtc: moment.nullish(),
  Enrollment: z.object({
    EnrollmentId: externalId,
    ProgressPercent: percent.nullish(),
    Certificate: certificate.nullish(),
  }),
});
/** Milady wraps every answer in `Data`, beside a `Success` that says what the status says already. */
const data = <T>(shape: z.ZodType<T>) => z.object({ Data: shape }).transform((body) => body.Data);
const items = <T>(shape: z.ZodType<T>) =>
  data(z.object({ Items: z.array(shape) })).transform(({ Items }) => Items);

export const ANSWERS = {
  learner: data(learner),
  learners: items(learner),
  enrollment: data(enrollment),
  enrollments: items(enrollment),
  course: data(course),
  launch: data(z.object({ LaunchUrl: z.string(), ExpiresUtc: moment.nullable() })),
  drop: data(z.object({ EnrollmentId: externalId, Status: z.literal("Dropped") })),
};

export const NEWS: WebhookFormat<z.output<typeof message>> = {
  name: z.object({ Event: eventName }).transform(({ Event }) => Event),
  message,
  toEvent: (type, { OccurredUtc, Enrollment }) => ({
    type,
    externalEnrollmentId: Enrollment.EnrollmentId,
    occurredAt: OccurredUtc ?? null,
    progress: Enrollment.ProgressPercent ?? null,
    certificate: Enrollment.Certificate ?? null,
  }),
};

const refusal = z.object({ Error: z.object({ Code: z.string() }) });
const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  ["EMAIL_IN_USE", { kind: "action_required", message: "the e-mail address belongs to another account" }],
  ["COURSE_UNKNOWN", { kind: "action_required", message: "the partner does not know the course code" }],
  ["PROMO_CODE_REQUIRED", { kind: "action_required", message: "the course needs a promo code" }],
  [
    "PROMO_CODE_UNKNOWN",
    {
      kind: "action_required",
      message: "the partner does not know the promo code",
      voucherRefused: true,
    },
  ],
  [
    "PROMO_CODE_SPENT",
    {
      kind: "action_required",
      message: "the promo code was spent by another enrollment",
      voucherRefused: true,
    },
  ],
]);

/** Milady's own "no" in our words; null leaves the kind to the status. */
export function refusalOf(_status: number, body: unknown): Refusal | null {
  const parsed = refusal.safeParse(body);
  return parsed.success ? (REFUSALS.get(parsed.data.Error.Code) ?? null) : null;
}
