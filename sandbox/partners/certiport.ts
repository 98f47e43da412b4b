/** Certiport as docs/partners/certiport.md describes it: API key header, camelCase, numbers as ids, practice then an exam on a voucher. */
import { randomInt } from "node:crypto";
import { certiportSpecials, practicePercent } from "#sandbox/partners/certiport/specials.ts";
import { voucherInUse } from "#sandbox/partners/certiport/vouchers.ts";
import {
  type ApiCall,
  type Operation,
  type Outcome,
  type RefusalReason,
  required,
  requiredQuery,
  routeOf,
} from "#sandbox/partners/calls.ts";
import type { Account, Certificate, Enrollment } from "#sandbox/partners/enrollment.ts";
import type { PlayedPartner } from "#sandbox/partners/played.ts";

const REFUSALS: Readonly<Record<RefusalReason, readonly [number, string]>> = {
  invalid: [400, "VALIDATION_FAILED"],
  unauthorized: [401, "API_KEY_INVALID"],
  not_found: [404, "NOT_FOUND"],
  email_taken: [409, "EMAIL_IN_USE"],
  unknown_account: [400, "CANDIDATE_UNKNOWN"],
  unknown_course: [400, "EXAM_UNKNOWN"],
  already_completed: [409, "EXAM_PASSED"],
  key_reused: [400, "IDEMPOTENCY_KEY_REUSED"],
  rate_limited: [429, "TOO_MANY_REQUESTS"],
  broken: [503, "UNAVAILABLE"],
};

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

export const certiport: PlayedPartner = {
  slug: "certiport",
  name: "Certiport",
  motto: "Certify to succeed",
  accent: { light: "#00629b", dark: "#8fcdff" },
  variables: { API_KEY: "certiport_sandbox_key", ORG_ID: "90001234" },
  orgVariable: "ORG_ID",
  look: {
    styles: `
body { font-size: .95rem; }
.brand { padding-block: .4rem; }
.brand p { max-width: none; }
main { max-width: 60rem; display: grid; grid-template-columns: minmax(0, 1fr); column-gap: 2rem; }
h1 { font-size: 1.4rem; border-bottom: 2px solid var(--accent); padding-bottom: .5rem; }
.card { background: transparent; border: 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); border-radius: 0; padding-inline: 0; }
button, .button { border-radius: .2rem; }
@media (min-width: 50rem) {
  main { grid-template-columns: minmax(0, 1fr) 20rem; }
  main > h1, main > p:first-of-type { grid-column: 1 / -1; }
  .facts { grid-column: 2; grid-row: 3 / span 2; align-self: start; }
}`,
    words: {
      course: "Exam",
      progress: "On your way to the certification",
      lesson: "Practice test",
      lessons: "Practice tests",
      readLesson: "Take the practice test as often as you like, then go on.",
      exam: "Certification exam",
      takeExam: "All practice is done. Your exam voucher opens the exam once.",
      finished: "Exam passed",
    },
  },
  hasSkillsCheck: false,
  certificateMonths: null,
  newId: () => String(randomInt(1e11, 2 ** 47)),
  newCertificateNumber: () => `${letters(4)}-${letters(4)}`,
  isAuthorized: (headers, variable) => headers.get("x-api-key") === variable("API_KEY"),
  read,
  write,
  event: (type, enrollment, occurredAt) => ({
    eventType: type,
    eventTime: occurredAt,
    data: {
      registrationId: Number(enrollment.id),
      registrationRef: enrollment.reference,
      practicePercent: practicePercent(enrollment),
      examResult: examResult(enrollment),
      credential: type === "certificate.issued" ? credentialBody(enrollment.certificate) : null,
    },
  }),
  specials: certiportSpecials,
};

function read({ method, path, query, body, orgId }: ApiCall): Operation | null {
  const [root, ...segments] = path;
  if (root !== "api") return null;
  const called = routeOf(method, segments);
  if (called === null) return null;
  const { route, id } = called;
  switch (route) {
    case "GET candidates":
      return query.get("orgId") === orgId
        ? { kind: "findAccounts", reference: requiredQuery(query, "candidateRef") }
        : null;
    case "POST candidates":
      return required(body, "orgId") === orgId
        ? {
            kind: "createAccount",
            reference: required(body, "candidateRef"),
            email: required(body, "emailAddress"),
            name: required(body, "displayName"),
          }
        : null;
    case "GET registrations":
      return query.get("orgId") === orgId
        ? { kind: "findEnrollments", reference: requiredQuery(query, "registrationRef") }
        : null;
    case "POST registrations":
      return {
        kind: "createEnrollment",
        accountId: required(body, "candidateId"),
        courseCode: required(body, "examCode"),
        reference: required(body, "registrationRef"),
        input: body,
      };
    case "GET registrations/{id}":
      return { kind: "readEnrollment", enrollmentId: id };
    case "POST registrations/{id}/sso":
      return {
        kind: "launch",
        enrollmentId: id,
        accountId: required(body, "candidateId"),
        returnUrl: required(body, "returnUrl"),
      };
    case "DELETE registrations/{id}":
      return { kind: "cancel", enrollmentId: id };
    case "POST registrations/{id}/retakes":
      return special("retake", true, { ...body, registrationId: id });
    case "GET vouchers":
      return query.get("orgId") === orgId
        ? special("reserved", false, { reservationRef: requiredQuery(query, "reservationRef") })
        : null;
    case "POST vouchers":
      return required(body, "orgId") === orgId ? special("reserve", true, body) : null;
    case "DELETE vouchers/{id}":
      return special("release", true, { voucherId: id });
    default:
      return null;
  }
}

function special(name: string, changes: boolean, input: Readonly<Record<string, unknown>>): Operation {
  return { kind: "special", name, changes, input };
}

function write(outcome: Outcome): { status: number; body: unknown } {
  switch (outcome.kind) {
    case "accounts":
      return page(outcome.accounts.map(candidateBody));
    case "account":
      return { status: 201, body: candidateBody(outcome.account) };
    case "enrollments":
      return page(outcome.enrollments.map(registrationBody));
    case "created":
      return { status: 201, body: registrationBody(outcome.enrollment) };
    case "enrollment":
      return { status: 200, body: standingBody(outcome.enrollment) };
    case "certificate":
      return { status: 200, body: credentialBody(outcome.certificate) };
    case "launch":
      return { status: 200, body: { url: outcome.url, validUntil: outcome.expiresAt } };
    case "canceled":
      return {
        status: 200,
        body: { registrationId: Number(outcome.enrollment.id), status: "CANCELLED" },
      };
    case "refused": {
      const [status, errorCode] = REFUSALS[outcome.reason];
      return { status, body: { errorCode, errorMessage: "The request could not be processed." } };
    }
  }
}

function page(items: unknown[]): { status: number; body: unknown } {
  return { status: 200, body: { items, totalCount: items.length } };
}

function candidateBody(account: Account): unknown {
  return { candidateId: Number(account.id), candidateRef: account.reference, displayName: account.name };
}

function registrationBody(enrollment: Enrollment) {
  return {
    registrationId: Number(enrollment.id),
    candidateId: Number(enrollment.accountId),
    registrationRef: enrollment.reference,
    examCode: enrollment.courseCode,
    status: statusOf(enrollment),
  };
}

function standingBody(enrollment: Enrollment): unknown {
  return {
    ...registrationBody(enrollment),
    practice: { percent: practicePercent(enrollment) },
    exam: { lastResult: examResult(enrollment), attempts: enrollment.examAttempts },
    voucher: voucherInUse(enrollment, new Date()),
    credential: credentialBody(enrollment.certificate),
  };
}

function statusOf({ status, exam, progress }: Enrollment): string {
  if (status === "canceled") return "CANCELLED";
  if (status === "completed") return "PASSED";
  if (exam === "failed") return "FAILED";
  return progress > 0 ? "PRACTICING" : "REGISTERED";
}

function examResult({ exam }: Enrollment): string | null {
  return exam === "passed" ? "PASS" : exam === "failed" ? "FAIL" : null;
}

function credentialBody(certificate: Certificate | null): unknown {
  if (certificate === null) return null;
  return {
    credentialNumber: certificate.number,
    issuedOn: certificate.issuedOn,
    expiresOn: certificate.expiresOn,
    transcriptUrl: certificate.pageUrl,
    verifyUrl: certificate.verifyUrl,
  };
}

function letters(count: number): string {
  return Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join("");
}
