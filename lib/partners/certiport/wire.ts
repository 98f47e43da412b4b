/** How Certiport writes what the connector reads. Source: docs/partners/certiport.md (assumed, not confirmed). */
import { z } from "zod";
import { endOfDay } from "#lib/domain/end-of-day.ts";
import type { PartnerCertificateFact } from "#lib/domain/partner-event.ts";
import { partnerStanding, type PartnerStanding, type StandingKind } from "#lib/domain/partner-standing.ts";
import type { Refusal } from "#lib/partners/http-answer.ts";
import { day, externalId, line, link, moment, percent } from "#lib/partners/wire.ts";

/** Certiport's days end where Certiport is. */
const TIME_ZONE = "America/Chicago";
const MOST_ATTEMPTS = 1000;

const items = <T>(shape: z.ZodType<T>) => z.object({ items: z.array(shape) }).transform((page) => page.items);
const lastMoment = day.transform((expiresOn) => endOfDay(expiresOn, TIME_ZONE));

export const candidate = z.object({ candidateId: externalId, candidateRef: line });
export const candidates = items(candidate);

export const registration = z.object({
  registrationId: externalId,
  candidateId: externalId,
  registrationRef: line,
  status: z.enum(["REGISTERED", "PRACTICING", "PASSED", "FAILED", "CANCELLED"]),
});
export const registrations = items(registration);

/** VOID: used for a registration canceled since. The code that comes with a voucher is left out here, so that it reaches no log and no table. */
export const voucher = z.object({
  voucherId: externalId,
  reservationRef: line,
  examCode: line,
  status: z.enum(["RESERVED", "CONSUMED", "VOID", "RELEASED", "EXPIRED"]),
  expiresOn: lastMoment.nullable(),
});
export const vouchers = items(voucher);
export const release = z.object({ voucherId: externalId, status: z.enum(["RELEASED", "EXPIRED"]) });

export const credential = z
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

/** A registration with everything that happened to it. */
export const record = registration.extend({
  practice: z.object({ percent }),
  exam: z.object({ attempts: z.number().int().min(0).max(MOST_ATTEMPTS) }),
  voucher: z
    .object({ status: z.enum(["ACTIVE", "USED", "EXPIRED"]), expiresOn: lastMoment.nullable() })
    .nullable(),
  credential: credential.nullable(),
});
export const retake = z.object({ registrationId: externalId, voucher: z.object({ voucherId: externalId }) });
export const signOn = z.object({ url: z.string(), validUntil: moment.nullable() });
export const cancellation = z.object({ registrationId: externalId, status: z.literal("CANCELLED") });

/** Names of events after which a registration is read anew. */
export const CHANGES = ["voucher.expired"];
export const message = z.object({
  eventTime: moment.nullish(),
  data: z.object({
    registrationId: externalId,
    practicePercent: percent.nullish(),
    credential: credential.nullish(),
  }),
});

/** Says where a registration stands: the voucher in use decides until when the exam can be taken. */
export function standingOf(found: z.output<typeof record>): PartnerStanding {
  const { status, exam, voucher: inUse } = found;
  return partnerStanding({
    kind: kindOf(found),
    examAttempts: exam.attempts,
    dueAt: status === "PASSED" || inUse?.status === "USED" ? null : (inUse?.expiresOn ?? null),
  });
}

/** What Certiport's own words for a refusal mean for us. */
export function refusalOf(_status: number, body: unknown): Refusal | null {
  const parsed = z.object({ errorCode: z.string() }).safeParse(body);
  return parsed.success ? (REFUSALS.get(parsed.data.errorCode) ?? null) : null;
}

function kindOf({ status, practice, exam, voucher: inUse }: z.output<typeof record>): StandingKind {
  if (status === "PASSED" || status === "CANCELLED") return "learning";
  if (inUse?.status === "EXPIRED") return "voucher_expired";
  if (status === "FAILED") return "exam_failed";
  if (exam.attempts > 0) return "retake_ready";
  return practice.percent === 100 ? "exam_ready" : "learning";
}

const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  ["EMAIL_IN_USE", { kind: "action_required", message: "the e-mail address belongs to another account" }],
  ["EXAM_UNKNOWN", { kind: "action_required", message: "the partner does not know the exam code" }],
  ["NO_VOUCHERS_LEFT", { kind: "action_required", message: "no exam vouchers are left" }],
  ["VOUCHER_REQUIRED", { kind: "action_required", message: "the exam needs a voucher" }],
  ["VOUCHER_NOT_YOURS", { kind: "rejected", message: "the voucher is reserved for something else" }],
  ["VOUCHER_CONSUMED", { kind: "rejected", message: "the voucher is used up", voucherRefused: true }],
  ["VOUCHER_EXPIRED", { kind: "rejected", message: "the voucher has run out", voucherRefused: true }],
]);
