/**
 * What NDS writes, as far as we read it. An ordered service may come with a result: no schema here has a place for
 * it, nor for the order's status word, which could tell it. What is not named here is dropped.
 */
import { z } from "zod";
import type { PartnerCertificateFact } from "#lib/domain/partner-event.ts";
import type { Refusal } from "#lib/partners/http-answer.ts";
import { eventId, eventName, type WebhookFormat } from "#lib/partners/webhook.ts";
import { day, externalId, line, link, moment, percent } from "#lib/partners/wire.ts";

/** Ids of orders begin so, ids of trainings never do. */
const ORDER_PREFIX = "ORD-";
/** An order with such news is read anew; whatever else is said of an order is taken for the last of them. */
const ORDER_CHANGES = ["appointment.booked", "requirement.met", "order.updated"] as const;
const ORDER_EVENTS: readonly string[] = ["order.created", ...ORDER_CHANGES];

/** True for the id of an ordered service, false for that of a training. */
export function isOrder(externalEnrollmentId: string): boolean {
  return externalEnrollmentId.startsWith(ORDER_PREFIX);
}

/** NDS writes dates as MM/DD/YYYY. */
const usDay = z.string().refine((text) => day.safeParse(isoDay(text)).success);
const trainingId = externalId.refine((id) => !isOrder(id));
const orderId = externalId.refine(isOrder);
const certificate = z.object({
  certificate_number: line.min(1),
  issued: usDay.nullable(),
  expires: usDay.nullable(),
  document_url: link,
  verify_url: link,
});
const training = z.object({
  training_id: trainingId,
  person_id: externalId,
  client_ref: line,
  status: z.enum(["OPEN", "FINISHED", "VOID"]),
});
const order = z.object({
  order_id: orderId,
  person_id: externalId,
  client_ref: line,
  voided: z.boolean(),
});
/** A training or an order, whichever it is. */
const trainingEntry = training.transform(({ training_id: id, person_id: personId, client_ref, status }) => ({
  id,
  personId,
  reference: client_ref,
  isLive: status !== "VOID",
}));
const orderEntry = order.transform(({ order_id: id, person_id: personId, client_ref, voided }) => ({
  id,
  personId,
  reference: client_ref,
  isLive: !voided,
}));

const trainingNews = z.object({
  sent_at: moment.nullish(),
  training: z.object({
    training_id: trainingId,
    percent_complete: percent.nullish(),
    certificate: certificate.nullish(),
  }),
});
const orderNews = z.object({ sent_at: moment.nullish(), order: z.object({ order_id: orderId }) });
/** What an event may say: of an order its id alone. Reading what it gives gives the same again. */
const news = z.union([trainingNews, orderNews]);

/**
 * The name of an event. Of what is not about a training only names we know are kept: another one could tell a result.
 */
const newsName = z
  .object({ event: eventName, training: z.unknown().optional(), order: z.unknown().optional() })
  .transform(({ event, training: about, order: ordered }) => {
    if (about !== undefined || ORDER_EVENTS.includes(event)) return event;
    return ordered === undefined ? "other" : "order.updated";
  });

/** NDS wraps every answer in `response`, beside a `meta`. */
const response = <T>(shape: z.ZodType<T>) => z.object({ response: shape }).transform((body) => body.response);
const person = z.object({ person_id: externalId, client_ref: line });

export const ANSWERS = {
  person: response(person),
  people: response(z.array(person)),
  session: response(z.object({ url: z.string(), expires: moment.nullable() })),
  training: response(
    training.extend({
      percent_complete: percent,
      exam: z.object({ state: z.enum(["OPEN", "FAILED", "PASSED"]), attempts: z.int().min(0).max(1000) }),
      certificate: certificate.nullable(),
    }),
  ),
  order: response(
    order.extend({
      appointment: z.object({ starts_at: moment, site: line.nullable() }).nullable(),
      requirement_met_on: usDay.transform(isoDay).nullable(),
    }),
  ),
};

/** How the two kinds of things a student can have at NDS are asked for. */
export const RECORDS = {
  trainings: {
    collection: "trainings",
    codeField: "course_code",
    entry: response(trainingEntry),
    entries: response(z.array(trainingEntry)),
    voided: response(
      z.object({ training_id: trainingId, status: z.literal("VOID") }).transform((it) => it.training_id),
    ),
  },
  orders: {
    collection: "orders",
    codeField: "service_code",
    entry: response(orderEntry),
    entries: response(z.array(orderEntry)),
    voided: response(z.object({ order_id: orderId, voided: z.literal(true) }).transform((it) => it.order_id)),
  },
} as const;

export const NEWS: WebhookFormat<z.output<typeof news>> = {
  hmacHex: { prefix: "x-nds", id: z.object({ event_id: eventId }).transform((body) => body.event_id) },
  name: newsName,
  message: news,
  changes: ORDER_CHANGES,
  toEvent: (type, fact) => {
    const about = { type, occurredAt: fact.sent_at ?? null };
    if ("order" in fact) {
      return { ...about, externalEnrollmentId: fact.order.order_id, progress: null, certificate: null };
    }
    const { training_id, percent_complete, certificate: earned } = fact.training;
    return {
      ...about,
      externalEnrollmentId: training_id,
      progress: percent_complete ?? null,
      certificate: earned ? certificateFact(earned) : null,
    };
  },
};

const refusal = z.object({ meta: z.object({ code: z.number() }) });
/** NDS gives its reasons as numbers. */
const REFUSALS: ReadonlyMap<number, Refusal> = new Map([
  [1401, { kind: "action_required", message: "the e-mail address belongs to another account" }],
  [1402, { kind: "action_required", message: "the partner does not know the course or service code" }],
  [1403, { kind: "action_required", message: "our client account is on hold" }],
]);

/** NDS's own "no" in our words; null leaves the kind to the status. */
export function refusalOf(_status: number, body: unknown): Refusal | null {
  const parsed = refusal.safeParse(body);
  return parsed.success ? (REFUSALS.get(parsed.data.meta.code) ?? null) : null;
}

/** What may be stored of a genuine body: what is read from it, and nothing else. It is read like the body itself. */
export function keptOf(eventType: string, body: string): string {
  const known = news.safeParse(JSON.parse(body));
  return JSON.stringify({ event: eventType, ...(known.success ? known.data : {}) });
}

/** A certificate of NDS as the fact everybody reads. */
export function certificateFact(earned: z.output<typeof certificate>): PartnerCertificateFact {
  return {
    number: earned.certificate_number,
    url: earned.document_url,
    verificationUrl: earned.verify_url,
    issuedDate: earned.issued && isoDay(earned.issued),
    expirationDate: earned.expires && isoDay(earned.expires),
  };
}

/** Turns MM/DD/YYYY round; what is not written so comes out as no date. */
function isoDay(text: string): string {
  const [, month, dayOfMonth, year] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text) ?? [];
  return `${year}-${month}-${dayOfMonth}`;
}
