/** How CareerSafe writes what the connector reads. Source: docs/partners/careersafe.md (assumed, not confirmed). */
import { z } from "zod";
import type { PartnerCertificateFact } from "#lib/domain/partner-event.ts";
import { partnerStanding, type PartnerStanding, type StandingKind } from "#lib/domain/partner-standing.ts";
import type { Refusal } from "#lib/partners/http-answer.ts";
import { day, externalId, line, link, moment, percent } from "#lib/partners/wire.ts";

const MOST = 1_000_000;
const count = z.number().int().min(0).max(MOST);

/** CareerSafe writes percentages as text. */
const percentText = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,2})?$/)
  .transform(Number)
  .pipe(percent);
const list = <T>(shape: z.ZodType<T>) =>
  z.object({ results: z.array(shape) }).transform(({ results }) => results);

export const member = z.object({ id: externalId, reference: line });
export const members = list(member);

/** A group of students who take one course; it has a code and a number of seats. */
export const group = z.object({
  code: externalId,
  reference: line,
  course: line,
  seats: count,
  seats_taken: count,
});
/** Groups with a free seat, and how many there are in all. */
export const groups = z.object({ results: z.array(group), total: count });

export const assignment = z.object({
  id: externalId,
  member_id: externalId,
  reference: line,
  status: z.enum(["Not Started", "In Progress", "Failed Final Exam", "Complete", "Expired", "Withdrawn"]),
  percent_complete: percentText,
});
export const assignments = list(assignment);

export const card = z
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

/** An assignment with everything that happened to it. */
export const record = assignment.extend({
  group_code: externalId.nullable(),
  modules: z.object({ done: count, total: count }),
  seat_time: z.object({ minutes: count, minutes_required: count }),
  final_exam_attempts: count,
  due_by: moment.nullable(),
  wallet_card: card.nullable(),
});
export const session = z.object({ url: z.string(), expires_at: moment.nullable() });
export const withdrawal = z.object({ id: externalId, status: z.literal("Withdrawn") });

/** Names of events after which an assignment is read anew. */
export const CHANGES = ["seat_time.reached", "deadline.passed", "deadline.extended"];
export const message = z.object({
  time: moment.nullish(),
  assignment_id: externalId,
  percent_complete: percentText.nullish(),
  wallet_card: card.nullish(),
});

/** Says where an assignment stands: group, time in the course and deadline are part of it. */
export function standingOf(found: z.output<typeof record>): PartnerStanding {
  const { minutes, minutes_required } = found.seat_time;
  return partnerStanding({
    kind: kindOf(found),
    dueAt: found.status === "Complete" ? null : found.due_by,
    examAttempts: found.final_exam_attempts,
    seatMinutes: minutes_required === 0 ? null : { done: minutes, required: minutes_required },
    groupCode: found.group_code,
  });
}

/** What CareerSafe's own words for a refusal mean for us. */
export function refusalOf(_status: number, body: unknown): Refusal | null {
  const parsed = z.object({ reason: z.string() }).safeParse(body);
  return parsed.success ? (REFUSALS.get(parsed.data.reason) ?? null) : null;
}

function kindOf({ status, modules, seat_time }: z.output<typeof record>): StandingKind {
  if (status === "Complete" || status === "Withdrawn") return "learning";
  if (status === "Expired") return "deadline_passed";
  if (status === "Failed Final Exam") return "exam_failed";
  if (modules.done < modules.total) return "learning";
  return seat_time.minutes < seat_time.minutes_required ? "seat_time_open" : "exam_ready";
}

const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  ["email-exists", { kind: "action_required", message: "the e-mail address belongs to another account" }],
  ["unknown-course", { kind: "action_required", message: "the partner does not know the course code" }],
  ["no-seats", { kind: "action_required", message: "no seats are left for another group" }],
]);
