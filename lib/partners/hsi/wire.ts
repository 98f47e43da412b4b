/** How HSI writes what the connector reads. Source: docs/partners/hsi.md (assumed, not confirmed). */
import { z } from "zod";
import type { PartnerCertificateFact } from "#lib/domain/partner-event.ts";
import { partnerStanding, type PartnerStanding, type StandingKind } from "#lib/domain/partner-standing.ts";
import type { Refusal } from "#lib/partners/http-answer.ts";
import { day, externalId, fraction, line, link, moment } from "#lib/partners/wire.ts";

const MOST_ATTEMPTS = 1000;

export const student = z.object({ student_id: externalId, external_ref: line });
export const enrollment = z.object({
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
const session = z.object({
  status: z.enum(["not_needed", "required", "scheduled", "passed"]),
  starts_at: moment.nullable(),
  location: line.nullable(),
});
const progress = z.object({
  enrollment_id: externalId,
  online_progress: fraction,
  exam: z.enum(["open", "passed", "failed"]),
  exam_attempts: z.number().int().min(0).max(MOST_ATTEMPTS),
  skills_session: session,
  completed_at: moment.nullable(),
  certification: certification.nullable(),
});

/** Names of events after which an enrollment is read anew. */
export const CHANGES = ["session.booked", "session.canceled"];
export const message = z.object({
  occurred_at: moment.nullish(),
  enrollment: z.object({ enrollment_id: externalId, online_progress: fraction.nullish() }),
  certification: certification.nullish(),
});

/** HSI wraps every answer in `data`. */
const data = <T>(shape: z.ZodType<T>) => z.object({ data: shape }).transform((body) => body.data);
export const ANSWERS = {
  student: data(student),
  students: data(z.array(student)),
  enrollment: data(enrollment),
  enrollments: data(z.array(enrollment)),
  progress: data(progress),
  certification: data(certification),
  launch: data(z.object({ launch_url: z.string(), expires_at: moment.nullable() })),
  cancellation: data(z.object({ enrollment_id: externalId, state: z.literal("cancelled") })),
};

/** Says where an enrollment stands: once the online part is done, the skills session is what counts. */
export function standingOf(found: z.output<typeof progress>): PartnerStanding {
  const kind = kindOf(found);
  const { starts_at: at, location: place } = found.skills_session;
  return partnerStanding({
    kind,
    examAttempts: found.exam_attempts,
    ...(kind === "session_booked" ? { at, place } : {}),
  });
}

/** What HSI's own words for a refusal mean for us. */
export function refusalOf(_status: number, body: unknown): Refusal | null {
  const parsed = z.object({ error: z.object({ code: z.string() }) }).safeParse(body);
  return parsed.success ? (REFUSALS.get(parsed.data.error.code) ?? null) : null;
}

function kindOf({ completed_at, exam, skills_session }: z.output<typeof progress>): StandingKind {
  if (completed_at !== null) return "learning";
  if (exam === "failed") return "exam_failed";
  if (exam === "open") return "learning";
  if (skills_session.status === "required") return "session_unbooked";
  return skills_session.status === "scheduled" ? "session_booked" : "learning";
}

const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  ["email_taken", { kind: "action_required", message: "the e-mail address belongs to another account" }],
  ["unknown_course", { kind: "action_required", message: "the partner does not know the course code" }],
  ["organization_suspended", { kind: "action_required", message: "our organisation is suspended" }],
]);
