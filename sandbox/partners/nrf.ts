/** NRF RISE Up as docs/partners/nrf.md describes it: JSON:API below our partner id, an exam that can be taken again at once, a credential check. */
import { randomInt } from "node:crypto";
import {
  type ApiCall,
  InvalidCallError,
  type Operation,
  type Outcome,
  type RefusalReason,
  required,
  requiredQuery,
  routeOf,
} from "#sandbox/partners/calls.ts";
import type { Account, Certificate, Enrollment } from "#sandbox/partners/enrollment.ts";
import type { PlayedPartner } from "#sandbox/partners/played.ts";
import { revocable, revokedOn } from "#sandbox/partners/revocation.ts";

const REFUSALS: Readonly<Record<RefusalReason, readonly [number, string]>> = {
  invalid: [422, "attribute-missing"],
  unauthorized: [401, "key-invalid"],
  not_found: [404, "not-found"],
  email_taken: [409, "email-taken"],
  unknown_account: [422, "participant-unknown"],
  unknown_course: [422, "course-unknown"],
  already_completed: [409, "already-credentialed"],
  key_reused: [409, "idempotency-conflict"],
  rate_limited: [429, "rate-limited"],
  broken: [500, "server-error"],
};

export const nrf: PlayedPartner = {
  slug: "nrf",
  name: "NRF RISE Up",
  motto: "Retail starts here",
  accent: { light: "#5b3fa8", dark: "#c6b4ff" },
  variables: { API_KEY: "nrf_sandbox_key", PARTNER_ID: "P-20440" },
  orgVariable: "PARTNER_ID",
  look: {
    styles: `
h1 { font-size: 2rem; font-weight: 800; letter-spacing: -.02em; }
.brand p { max-width: none; justify-content: space-between; }
.card { border: 0; border-top: .4rem solid var(--accent); border-radius: 0 0 .75rem .75rem; box-shadow: 0 1px 0 var(--line); }
progress { height: 1.5rem; }
.lessons { columns: 16rem; }`,
    words: {
      course: "Module",
      progress: "Shift progress",
      lesson: "Aisle",
      lessons: "Aisles of this module",
      readLesson: "Walk through the aisle, then check it off.",
      exam: "Credential exam",
      takeExam: "Every aisle is checked off. Take the credential exam when you are ready.",
      examAgain: "You did not pass this time. There is no limit: take it again right away, or later.",
      finished: "Credential earned",
    },
  },
  hasSkillsCheck: false,
  certificateMonths: null,
  newId: () => String(randomInt(1e10, 2 ** 46)),
  newCertificateNumber: () => `RISE-${randomInt(1e4, 1e5)}-${randomInt(1e4, 1e5)}`,
  isAuthorized: (headers, variable) => headers.get("x-riseup-key") === variable("API_KEY"),
  read,
  write,
  event: (type, enrollment, occurredAt) => ({
    data: resource("enrollments", enrollment.id, {
      ...enrollmentAttributes(enrollment),
      coursePercent: enrollment.progress,
      credential: type === "certificate.issued" ? credentialBody(enrollment.certificate) : null,
    }),
    meta: { event: type, occurredAt },
  }),
  specials: {
    acts: [revocable],
    perform({ input }, { records, things }) {
      const number = required(input, "number");
      if (!records.findEnrollmentByCertificate("nrf", number))
        return { kind: "refused", reason: "not_found" };
      const outcome = revokedOn(number, things) === null ? "active" : "revoked";
      const check = resource("credential-checks", number, { credentialNumber: number, outcome });
      return { kind: "answered", status: 200, body: { data: check } };
    },
  },
};

function read({ method, path, query, body, orgId }: ApiCall): Operation | null {
  const [root, partnerId, ...segments] = path;
  const called = root === "partners" && partnerId === orgId ? routeOf(method, segments) : null;
  if (called === null) return null;
  const { route, id } = called;
  const filter = (name: string) => requiredQuery(query, `filter[${name}]`);
  switch (route) {
    case "GET participants":
      return { kind: "findAccounts", reference: filter("reference") };
    case "POST participants": {
      const attributes = attributesOf(body);
      return {
        kind: "createAccount",
        reference: required(attributes, "reference"),
        email: required(attributes, "email"),
        name: required(attributes, "fullName"),
      };
    }
    case "GET enrollments":
      return { kind: "findEnrollments", reference: filter("reference") };
    case "POST enrollments": {
      const attributes = attributesOf(body);
      return {
        kind: "createEnrollment",
        accountId: required(attributes, "participantId"),
        courseCode: required(attributes, "courseCode"),
        reference: required(attributes, "reference"),
      };
    }
    case "GET enrollments/{id}":
      return { kind: "readEnrollment", enrollmentId: id };
    case "POST enrollments/{id}/launches": {
      const attributes = attributesOf(body);
      return {
        kind: "launch",
        enrollmentId: id,
        accountId: required(attributes, "participantId"),
        returnUrl: required(attributes, "returnUrl"),
      };
    }
    case "DELETE enrollments/{id}":
      return { kind: "cancel", enrollmentId: id };
    case "GET credential-checks":
      return { kind: "special", name: "check", changes: false, input: { number: filter("number") } };
    default:
      return null;
  }
}

/** `data.attributes` of a JSON:API body. Throws InvalidCallError. */
function attributesOf(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return objectIn(objectIn(body, "data"), "attributes");
}

function objectIn(body: Readonly<Record<string, unknown>>, field: string): Readonly<Record<string, unknown>> {
  const value = Object.hasOwn(body, field) ? body[field] : null;
  if (typeof value !== "object" || value === null) throw new InvalidCallError(field);
  return value as Record<string, unknown>;
}

function write(outcome: Outcome): { status: number; body: unknown } {
  switch (outcome.kind) {
    case "accounts":
      return page(outcome.accounts.map(participantBody));
    case "account":
      return { status: 201, body: { data: participantBody(outcome.account) } };
    case "enrollments":
      return page(outcome.enrollments.map((each) => enrollmentBody(each)));
    case "created":
      return { status: 201, body: { data: enrollmentBody(outcome.enrollment) } };
    case "enrollment":
      return { status: 200, body: { data: courseBody(outcome.enrollment) } };
    case "certificate":
      return { status: 200, body: { data: credentialBody(outcome.certificate) } };
    case "launch": {
      const launch = resource("launches", "1", { href: outcome.url, expiresAt: outcome.expiresAt });
      return { status: 201, body: { data: launch } };
    }
    case "canceled":
      return { status: 200, body: { data: enrollmentBody(outcome.enrollment) } };
    case "refused": {
      const [status, code] = REFUSALS[outcome.reason];
      return { status, body: { errors: [{ status: String(status), code, title: "Not done" }] } };
    }
  }
}

function page(data: unknown[]): { status: number; body: unknown } {
  return { status: 200, body: { data, meta: { total: data.length } } };
}

function resource(type: string, id: string, attributes: unknown) {
  return { type, id, attributes };
}

function participantBody({ id, reference, name }: Account): unknown {
  return resource("participants", id, { reference, fullName: name });
}

function enrollmentBody(enrollment: Enrollment): unknown {
  return resource("enrollments", enrollment.id, enrollmentAttributes(enrollment));
}

function enrollmentAttributes({ reference, accountId, courseCode, status }: Enrollment) {
  const word = { enrolled: "active", completed: "credentialed", canceled: "withdrawn" }[status];
  return { reference, participantId: accountId, courseCode, status: word };
}

function courseBody(enrollment: Enrollment): unknown {
  return resource("enrollments", enrollment.id, {
    ...enrollmentAttributes(enrollment),
    coursePercent: enrollment.progress,
    exam: { state: examState(enrollment), attempts: enrollment.examAttempts },
    credential: credentialBody(enrollment.certificate),
  });
}

function examState({ exam, lessons, lessonsDone }: Enrollment): string {
  if (exam !== "open") return exam;
  return lessonsDone < lessons.length ? "locked" : "open";
}

function credentialBody(certificate: Certificate | null): unknown {
  if (certificate === null) return null;
  return {
    credentialNumber: certificate.number,
    issuedOn: certificate.issuedOn,
    expiresOn: certificate.expiresOn,
    documentUrl: certificate.pageUrl,
    verifyUrl: certificate.verifyUrl,
  };
}
