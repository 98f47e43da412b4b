/**
 * What Local Community College writes, as far as we read it. A mid-term and a posted grade come with a letter: no schema
 * here has a place for it. What is not named here is dropped.
 */
import { z } from "zod";
import type { PartnerCertificateFact } from "#lib/domain/partner-event.ts";
import { partnerStanding, type PartnerStanding } from "#lib/domain/partner-standing.ts";
import type { Refusal } from "#lib/partners/http-answer.ts";
import { eventName, type WebhookFormat } from "#lib/partners/webhook.ts";
import { day, externalId, line, link, moment, percent } from "#lib/partners/wire.ts";

const MOST_SITTINGS = 1000;

const student = z.object({ student_id: externalId, reference: line });
const registration = z.object({
  registration_id: externalId,
  student_id: externalId,
  reference: line,
  status: z.enum(["registered", "completed", "dropped"]),
});
const progress = registration.extend({
  percent_complete: percent,
  final: z.object({
    status: z.enum(["open", "passed", "failed"]),
    sittings: z.int().min(0).max(MOST_SITTINGS),
  }),
  posted_grade: z.object({ is_passing: z.boolean() }).nullable(),
});
const certificate = z.object({
  registration_id: externalId,
  certificate_number: line.min(1),
  issued_on: day.nullable(),
  page_url: link,
  verify_url: link,
});
const items = <T>(shape: z.ZodType<T>) => z.object({ items: z.array(shape) }).transform((body) => body.items);

export const ANSWERS = {
  student,
  students: items(student),
  registration,
  registrations: items(registration),
  progress,
  certificate,
  launch: z.object({ url: z.string(), expires_at: moment.nullable() }),
  dropped: registration.extend({ status: z.literal("dropped") }),
};

const message = z.object({
  occurred_at: moment.nullish(),
  registration: z.object({ registration_id: externalId, percent_complete: percent.nullish() }),
  certificate: certificate.nullish(),
});

export const NEWS: WebhookFormat<z.output<typeof message>> = {
  name: z.object({ event: eventName }).transform(({ event }) => event),
  message,
  toEvent: (type, fact) => ({
    type,
    externalEnrollmentId: fact.registration.registration_id,
    occurredAt: fact.occurred_at ?? null,
    progress: fact.registration.percent_complete ?? null,
    certificate: fact.certificate ? certificateFact(fact.certificate) : null,
  }),
};

/** What may be stored of a genuine body: what is read from it, and nothing else. It is read like the body itself. */
export function keptOf(event: string, body: string): string {
  const known = message.safeParse(JSON.parse(body));
  return JSON.stringify({ event, ...(known.success ? known.data : {}) });
}

/** Says where a registration stands: a failed final may be sat again until a passing grade is posted. */
export function standingOf({ final, posted_grade }: z.output<typeof progress>): PartnerStanding {
  const hasFailed = final.status === "failed" && posted_grade === null;
  return partnerStanding({ kind: hasFailed ? "exam_failed" : "learning", examAttempts: final.sittings });
}

/** A certificate of the college as the fact everybody reads; it does not expire. */
export function certificateFact(earned: z.output<typeof certificate>): PartnerCertificateFact {
  return {
    number: earned.certificate_number,
    url: earned.page_url,
    verificationUrl: earned.verify_url,
    issuedDate: earned.issued_on,
    expirationDate: null,
  };
}

const refusal = z.object({ error: z.object({ code: z.string() }) });
const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  ["email_in_use", { kind: "action_required", message: "the e-mail address belongs to another account" }],
  ["unknown_section", { kind: "action_required", message: "the partner does not know the course code" }],
  ["section_full", { kind: "action_required", message: "the class has no seat left" }],
  ["registration_closed", { kind: "action_required", message: "the class has begun already" }],
  ["agreement_ended", { kind: "action_required", message: "our agreement with the partner has ended" }],
]);

/** The college's own "no" in our words; null leaves the kind to the status. */
export function refusalOf(_status: number, body: unknown): Refusal | null {
  const parsed = refusal.safeParse(body);
  return parsed.success ? (REFUSALS.get(parsed.data.error.code) ?? null) : null;
}
