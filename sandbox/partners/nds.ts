/** NDS as docs/partners/nds.md describes it: client and key headers, numbers as reasons, US dates, trainings and orders apart; orders carry a result. */
import { randomInt, randomUUID } from "node:crypto";
import { ndsSpecials, orderOf, prefixOf, type Order } from "#sandbox/partners/nds/orders.ts";
import {
  type ApiCall,
  type Operation,
  type Outcome,
  type RefusalReason,
  required,
  requiredQuery,
  routeOf,
} from "#sandbox/partners/calls.ts";
import type { Account, Certificate, Enrollment, EventType } from "#sandbox/partners/enrollment.ts";
import type { PlayedPartner } from "#sandbox/partners/played.ts";

const REFUSALS: Readonly<Record<RefusalReason, readonly [number, number]>> = {
  invalid: [400, 1400],
  unauthorized: [401, 1000],
  not_found: [404, 1404],
  email_taken: [409, 1401],
  unknown_account: [400, 1405],
  unknown_course: [400, 1402],
  already_completed: [409, 1409],
  key_reused: [409, 1410],
  rate_limited: [429, 1429],
  broken: [502, 1500],
};
/** What happens to every enrollment, in the words NDS has for orders. */
const ORDER_EVENTS: Readonly<Record<string, string>> = {
  "enrollment.created": "order.created",
  "course.completed": "requirement.met",
  "appointment.booked": "appointment.booked",
  "requirement.met": "requirement.met",
};

export const nds: PlayedPartner = {
  slug: "nds",
  name: "NDS",
  motto: "Compliance for work on the road",
  accent: { light: "#00626b", dark: "#7fd6df" },
  variables: { API_KEY: "nds_sandbox_key", CLIENT_ID: "C-3310" },
  orgVariable: "CLIENT_ID",
  webhookScheme: "hmac-hex",
  look: {
    styles: `
body { font-family: "Courier New", ui-monospace, monospace; }
.brand { background: repeating-linear-gradient(-45deg, var(--accent) 0 1.5rem, color-mix(in srgb, var(--accent) 88%, black) 1.5rem 3rem); }
@media (prefers-color-scheme: dark) { .brand { background: var(--accent); } }
.card { border-radius: .15rem; border-left: .5rem solid var(--accent); }
button, .button { border-radius: .15rem; }
.lessons { list-style: decimal-leading-zero; }`,
    words: {
      course: "Compliance record",
      progress: "Done",
      lesson: "Section",
      lessons: "Sections",
      readLesson: "Read the section, then sign it off.",
      exam: "Compliance exam",
      takeExam: "All sections are signed off. Take the exam.",
      finished: "On file",
    },
  },
  hasSkillsCheck: false,
  certificateMonths: 12,
  newId: (kind, input) => `${prefixOf(kind, input)}-${randomInt(1e9, 1e10)}`,
  newCertificateNumber: () => `NDS${randomInt(1e8, 1e9)}`,
  isAuthorized: (headers, variable) =>
    headers.get("x-nds-client") === variable("CLIENT_ID") && headers.get("x-nds-key") === variable("API_KEY"),
  read,
  write,
  event(type, enrollment, occurredAt) {
    const order = orderOf(enrollment);
    const head = { event_id: `nds.${randomUUID()}`, sent_at: occurredAt };
    if (order) {
      return {
        event: ORDER_EVENTS[type] ?? "order.updated",
        ...head,
        order: orderBody(enrollment, order),
      };
    }
    return { event: type, ...head, training: trainingNews(type, enrollment) };
  },
  specials: ndsSpecials,
};

function read({ method, path, query, body }: ApiCall): Operation | null {
  const called = routeOf(method, path);
  if (called === null) return null;
  const { route, id } = called;
  switch (route) {
    case "GET people":
      return { kind: "findAccounts", reference: requiredQuery(query, "client_ref") };
    case "POST people":
      return {
        kind: "createAccount",
        reference: required(body, "client_ref"),
        email: required(body, "email_address"),
        name: required(body, "full_name"),
      };
    case "GET trainings":
    case "GET orders":
      return { kind: "findEnrollments", reference: requiredQuery(query, "client_ref") };
    case "POST trainings":
      return enrolling(body, "course_code");
    case "POST orders":
      return { ...enrolling(body, "service_code"), input: { isService: true } };
    case "GET trainings/{id}":
    case "GET orders/{id}":
      return { kind: "readEnrollment", enrollmentId: id };
    case "POST trainings/{id}/session":
    case "POST orders/{id}/session":
      return {
        kind: "launch",
        enrollmentId: id,
        accountId: required(body, "person_id"),
        returnUrl: required(body, "return_url"),
      };
    case "POST trainings/{id}/void":
    case "POST orders/{id}/void":
      return { kind: "cancel", enrollmentId: id };
    default:
      return null;
  }
}

function enrolling(body: Readonly<Record<string, unknown>>, codeField: string) {
  return {
    kind: "createEnrollment",
    accountId: required(body, "person_id"),
    courseCode: required(body, codeField),
    reference: required(body, "client_ref"),
  } as const;
}

function write(outcome: Outcome): { status: number; body: unknown } {
  switch (outcome.kind) {
    case "accounts":
      return response(200, outcome.accounts.map(personBody));
    case "account":
      return response(201, personBody(outcome.account));
    case "enrollments":
      return response(200, outcome.enrollments.map(entryBody));
    case "created":
      return response(201, entryBody(outcome.enrollment));
    case "enrollment":
      return response(200, wholeBody(outcome.enrollment));
    case "certificate":
      return response(200, certificateBody(outcome.certificate));
    case "launch":
      return response(201, { url: outcome.url, expires: outcome.expiresAt });
    case "canceled":
      return response(200, entryBody(outcome.enrollment));
    case "refused": {
      const [status, code] = REFUSALS[outcome.reason];
      return { status, body: { meta: { ok: false, code } } };
    }
  }
}

function response(status: number, content: unknown): { status: number; body: unknown } {
  return { status, body: { meta: { ok: true, code: 1 }, response: content } };
}

function personBody({ id, reference, name }: Account): unknown {
  return { person_id: id, client_ref: reference, full_name: name };
}

function entryBody(enrollment: Enrollment): unknown {
  const order = orderOf(enrollment);
  return order ? orderBody(enrollment, order) : trainingBody(enrollment);
}

function wholeBody(enrollment: Enrollment): unknown {
  const order = orderOf(enrollment);
  if (order) return orderBody(enrollment, order);
  return {
    ...trainingBody(enrollment),
    percent_complete: enrollment.progress,
    exam: { state: enrollment.exam.toUpperCase(), attempts: enrollment.examAttempts },
    certificate: certificateBody(enrollment.certificate),
  };
}

function trainingBody({ id, accountId, reference, courseCode, status }: Enrollment) {
  const word = { enrolled: "OPEN", completed: "FINISHED", canceled: "VOID" }[status];
  return {
    training_id: id,
    person_id: accountId,
    client_ref: reference,
    course_code: courseCode,
    status: word,
  };
}

function trainingNews(type: EventType, enrollment: Enrollment): unknown {
  return {
    ...trainingBody(enrollment),
    percent_complete: enrollment.progress,
    certificate: type === "certificate.issued" ? certificateBody(enrollment.certificate) : null,
  };
}

function orderBody(enrollment: Enrollment, order: Order): unknown {
  const { appointment, requirementMetOn, result } = order;
  return {
    order_id: enrollment.id,
    person_id: enrollment.accountId,
    client_ref: enrollment.reference,
    service_code: enrollment.courseCode,
    status: result ? `RESULT_${result.outcome}` : appointment ? "SCHEDULED" : "ORDERED",
    voided: enrollment.status === "canceled",
    appointment: appointment && { starts_at: appointment.startsAt, site: appointment.site },
    requirement_met_on: usDay(requirementMetOn),
    result,
  };
}

function certificateBody(certificate: Certificate | null): unknown {
  if (certificate === null) return null;
  return {
    certificate_number: certificate.number,
    issued: usDay(certificate.issuedOn),
    expires: usDay(certificate.expiresOn),
    document_url: certificate.pageUrl,
    verify_url: certificate.verifyUrl,
  };
}

/** `YYYY-MM-DD` as MM/DD/YYYY. */
function usDay(day: string | null): string | null {
  if (day === null) return null;
  const [year, month, dayOfMonth] = day.split("-");
  return `${month}/${dayOfMonth}/${year}`;
}
