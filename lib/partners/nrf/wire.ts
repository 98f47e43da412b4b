/** What NRF RISE Up writes, as far as we read it: JSON:API, everything a resource with a type, an id and attributes. */
import { z } from "zod";
import type { PartnerCertificateFact } from "#lib/domain/partner-event.ts";
import type { StandingKind } from "#lib/domain/partner-standing.ts";
import type { Refusal } from "#lib/partners/http-answer.ts";
import { eventName, type WebhookFormat } from "#lib/partners/webhook.ts";
import { day, externalId, line, link, moment, percent } from "#lib/partners/wire.ts";

const credential = z
  .object({
    credentialNumber: line.min(1),
    issuedOn: day.nullable(),
    expiresOn: day.nullable(),
    documentUrl: link,
    verifyUrl: link,
  })
  .transform((earned): PartnerCertificateFact => ({
    number: earned.credentialNumber,
    url: earned.documentUrl,
    verificationUrl: earned.verifyUrl,
    issuedDate: earned.issuedOn,
    expirationDate: earned.expiresOn,
  }));
const status = z.enum(["active", "credentialed", "withdrawn"]);
/** The exam as NRF says, and where that leaves the student. */
export const EXAM_STANDINGS: Readonly<Record<"locked" | "open" | "failed" | "passed", StandingKind>> = {
  locked: "learning",
  open: "exam_ready",
  failed: "exam_failed",
  passed: "learning",
};
const exam = z.object({
  state: z.enum(["locked", "open", "failed", "passed"]),
  attempts: z.int().min(0).max(1000),
});
const resource = <Shape extends z.ZodRawShape>(type: string, attributes: Shape) =>
  z.object({ type: z.literal(type), id: externalId, attributes: z.object(attributes) });
const data = <T>(shape: z.ZodType<T>) => z.object({ data: shape }).transform((body) => body.data);
const participant = resource("participants", { reference: line });
const enrollment = resource("enrollments", { reference: line, participantId: externalId, status });

export const ANSWERS = {
  participant: data(participant),
  participants: data(z.array(participant)),
  enrollment: data(enrollment),
  enrollments: data(z.array(enrollment)),
  course: data(
    resource("enrollments", { status, coursePercent: percent, exam, credential: credential.nullable() }),
  ),
  launch: data(resource("launches", { href: z.string(), expiresAt: moment.nullable() })),
  withdrawal: data(resource("enrollments", { status: z.literal("withdrawn") })),
  check: data(
    resource("credential-checks", { credentialNumber: line, outcome: z.enum(["active", "revoked"]) }),
  ),
};
const message = z.object({
  data: resource("enrollments", { coursePercent: percent.nullish(), credential: credential.nullish() }),
  meta: z.object({ occurredAt: moment.nullish() }),
});

export const NEWS: WebhookFormat<z.output<typeof message>> = {
  name: z.object({ meta: z.object({ event: eventName }) }).transform(({ meta }) => meta.event),
  message,
  toEvent: (type, { data: about, meta }) => ({
    type,
    externalEnrollmentId: about.id,
    occurredAt: meta.occurredAt ?? null,
    progress: about.attributes.coursePercent ?? null,
    certificate: about.attributes.credential ?? null,
  }),
};

const refusal = z.object({ errors: z.array(z.object({ code: z.string() })).min(1) });
const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  ["email-taken", { kind: "action_required", message: "the e-mail address belongs to another account" }],
  ["course-unknown", { kind: "action_required", message: "the partner does not know the course code" }],
  ["agreement-ended", { kind: "action_required", message: "our agreement with the partner has ended" }],
]);

/** NRF's own "no" in our words; null leaves the kind to the status. */
export function refusalOf(_status: number, body: unknown): Refusal | null {
  const parsed = refusal.safeParse(body);
  return parsed.success ? (REFUSALS.get(parsed.data.errors[0]?.code ?? "") ?? null) : null;
}

/** A body as NRF wants it. */
export function asResource(type: string, attributes: Readonly<Record<string, string>>) {
  return { data: { type, attributes } };
}
