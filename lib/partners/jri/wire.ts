/** What JRI writes, as far as we read it. What is not named here is dropped. */
import { z } from "zod";
import type { PartnerCertificateFact } from "#lib/domain/partner-event.ts";
import type { Refusal } from "#lib/partners/http-answer.ts";
import { eventId, eventName, type WebhookFormat } from "#lib/partners/webhook.ts";
import { day, externalId, line, link, moment, percent } from "#lib/partners/wire.ts";

const learner = z.object({ id: externalId, ref: line });
const enrollment = z.object({
  id: externalId,
  learner_id: externalId,
  ref: line,
  state: z.enum(["open", "finished", "ended"]),
});
const certificate = z
  .object({ certificate_number: line.min(1), issued: day.nullable(), page: link, check: link })
  .transform((earned): PartnerCertificateFact => ({
    number: earned.certificate_number,
    url: earned.page,
    verificationUrl: earned.check,
    issuedDate: earned.issued,
    expirationDate: null,
  }));
const course = enrollment.extend({
  percent_complete: percent,
  final_check: z.object({ state: z.enum(["open", "failed", "passed"]), tries: z.int().min(0).max(1000) }),
  finished_at: moment.nullable(),
  certificate: certificate.nullable(),
});
const message = z.object({
  at: moment.nullish(),
  enrollment: z.object({ id: externalId, percent_complete: percent.nullish() }),
  certificate: certificate.nullish(),
});

/** JRI names the root of each answer after what is in it. */
export const ANSWERS = {
  learner: z.object({ learner }).transform((body) => body.learner),
  learners: z.object({ learners: z.array(learner) }).transform((body) => body.learners),
  enrollment: z.object({ enrollment }).transform((body) => body.enrollment),
  enrollments: z.object({ enrollments: z.array(enrollment) }).transform((body) => body.enrollments),
  course: z.object({ enrollment: course }).transform((body) => body.enrollment),
  visit: z
    .object({ visit: z.object({ address: z.string(), valid_until: moment.nullable() }) })
    .transform((body) => body.visit),
  ending: z
    .object({ enrollment: z.object({ id: externalId, state: z.literal("ended") }) })
    .transform((body) => body.enrollment),
  check: z
    .object({ certificate: z.object({ certificate_number: line, state: z.enum(["valid", "revoked"]) }) })
    .transform((body) => body.certificate),
};

export const NEWS: WebhookFormat<z.output<typeof message>> = {
  hmacHex: { prefix: "x-jri", id: z.object({ event_id: eventId }).transform((body) => body.event_id) },
  name: z.object({ event: eventName }).transform(({ event }) => event),
  message,
  toEvent: (type, fact) => ({
    type,
    externalEnrollmentId: fact.enrollment.id,
    occurredAt: fact.at ?? null,
    progress: fact.enrollment.percent_complete ?? null,
    certificate: fact.certificate ?? null,
  }),
};

const refusal = z.object({ problem: z.string() });
const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  ["email in use", { kind: "action_required", message: "the e-mail address belongs to another account" }],
  ["no such course", { kind: "action_required", message: "the partner does not know the course code" }],
]);

/** JRI's own "no" in our words; null leaves the kind to the status. */
export function refusalOf(_status: number, body: unknown): Refusal | null {
  const parsed = refusal.safeParse(body);
  return parsed.success ? (REFUSALS.get(parsed.data.problem) ?? null) : null;
}
