/** HSI as docs/partners/hsi.md describes it: Basic auth, snake_case in a `data` envelope, progress 0-1, a card for 24 months. */
import { randomBytes, randomInt } from "node:crypto";
import { hsiSpecials, sessionOf } from "#sandbox/partners/hsi/sessions.ts";
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
  invalid: [422, "invalid_request"],
  unauthorized: [401, "unauthorized"],
  not_found: [404, "not_found"],
  email_taken: [409, "email_taken"],
  unknown_account: [422, "unknown_student"],
  unknown_course: [422, "unknown_course"],
  already_completed: [409, "already_completed"],
  key_reused: [422, "idempotency_key_reused"],
  rate_limited: [429, "rate_limited"],
  broken: [500, "internal_error"],
};

export const hsi: PlayedPartner = {
  slug: "hsi",
  name: "HSI",
  motto: "Health & Safety Institute",
  accent: { light: "#b3261e", dark: "#ffb4ab" },
  variables: { API_KEY: "hsi_sandbox_key", API_SECRET: "hsi_sandbox_secret", ORG_ID: "org_sandbox" },
  orgVariable: "ORG_ID",
  look: {
    styles: `
.brand { border-bottom: .5rem solid var(--line); }
.brand strong::before { content: "+"; display: inline-block; width: 1.5em; margin-right: .5em; text-align: center; background: var(--on-accent); color: var(--accent); border-radius: .2em; }
.card { border-left: .5rem solid var(--accent); }
.lessons li::marker { color: var(--accent); font-weight: 700; }`,
    words: {
      course: "Certification course",
      lessons: "Online lessons",
      exam: "Online exam",
      finished: "You are certified",
    },
  },
  hasSkillsCheck: true,
  certificateMonths: 24,
  newId: (kind) => `${kind === "account" ? "stu" : "enr"}_${randomBytes(9).toString("hex")}`,
  newCertificateNumber: () => `HSI-${randomInt(1e6, 1e7)}-${randomInt(1e3, 1e4)}`,
  isAuthorized(headers, variable) {
    const basic = Buffer.from(`${variable("API_KEY")}:${variable("API_SECRET")}`).toString("base64");
    return (
      headers.get("authorization") === `Basic ${basic}` &&
      headers.get("x-hsi-organization") === variable("ORG_ID")
    );
  },
  read,
  write,
  event: (type, enrollment, occurredAt) => ({
    event: type,
    occurred_at: occurredAt,
    enrollment: { ...enrollmentBody(enrollment), online_progress: enrollment.progress / 100 },
    certification: type === "certificate.issued" ? cardBody(enrollment.certificate) : null,
  }),
  specials: hsiSpecials,
};

function read({ method, path, query, body }: ApiCall): Operation | null {
  const [version, ...segments] = path;
  if (version !== "v1") return null;
  const called = routeOf(method, segments);
  if (called === null) return null;
  const { route, id } = called;
  switch (route) {
    case "GET students":
      return { kind: "findAccounts", reference: requiredQuery(query, "external_ref") };
    case "POST students":
      return {
        kind: "createAccount",
        reference: required(body, "external_ref"),
        email: required(body, "email"),
        name: required(body, "full_name"),
      };
    case "GET enrollments":
      return { kind: "findEnrollments", reference: requiredQuery(query, "external_ref") };
    case "POST enrollments":
      return {
        kind: "createEnrollment",
        accountId: required(body, "student_id"),
        courseCode: required(body, "course_code"),
        reference: required(body, "external_ref"),
      };
    case "GET enrollments/{id}/progress":
      return { kind: "readEnrollment", enrollmentId: id };
    case "POST enrollments/{id}/launch":
      return {
        kind: "launch",
        enrollmentId: id,
        accountId: required(body, "student_id"),
        returnUrl: required(body, "return_url"),
      };
    case "POST enrollments/{id}/cancel":
      return { kind: "cancel", enrollmentId: id };
    default:
      return null;
  }
}

function write(outcome: Outcome): { status: number; body: unknown } {
  switch (outcome.kind) {
    case "accounts":
      return { status: 200, body: { data: outcome.accounts.map(studentBody) } };
    case "account":
      return { status: 201, body: { data: studentBody(outcome.account) } };
    case "enrollments":
      return { status: 200, body: { data: outcome.enrollments.map(enrollmentBody) } };
    case "created":
      return { status: 201, body: { data: enrollmentBody(outcome.enrollment) } };
    case "enrollment":
      return { status: 200, body: { data: progressBody(outcome.enrollment) } };
    case "certificate":
      return { status: 200, body: { data: cardBody(outcome.certificate) } };
    case "launch":
      return { status: 201, body: { data: { launch_url: outcome.url, expires_at: outcome.expiresAt } } };
    case "canceled":
      return { status: 200, body: { data: { enrollment_id: outcome.enrollment.id, state: "cancelled" } } };
    case "refused": {
      const [status, code] = REFUSALS[outcome.reason];
      return { status, body: { error: { code, message: `The request was refused: ${code}.` } } };
    }
  }
}

function studentBody(account: Account): unknown {
  return { student_id: account.id, external_ref: account.reference, email: account.email };
}

function enrollmentBody(enrollment: Enrollment) {
  return {
    enrollment_id: enrollment.id,
    student_id: enrollment.accountId,
    external_ref: enrollment.reference,
    course_code: enrollment.courseCode,
    state: enrollment.status === "canceled" ? "cancelled" : enrollment.status,
  };
}

function progressBody(enrollment: Enrollment): unknown {
  return {
    ...enrollmentBody(enrollment),
    online_progress: enrollment.progress / 100,
    exam: enrollment.exam,
    exam_attempts: enrollment.examAttempts,
    skills_session: sessionBody(enrollment),
    completed_at: enrollment.completedAt,
    certification: cardBody(enrollment.certificate),
  };
}

function sessionBody(enrollment: Enrollment): unknown {
  const session = sessionOf(enrollment);
  const open = session ? "scheduled" : "required";
  return {
    status: enrollment.skillsCheck === "open" ? open : enrollment.skillsCheck,
    starts_at: session?.startsAt ?? null,
    location: session?.location ?? null,
  };
}

function cardBody(certificate: Certificate | null): unknown {
  if (certificate === null) return null;
  return {
    card_number: certificate.number,
    issued_on: certificate.issuedOn,
    expires_on: certificate.expiresOn,
    card_url: certificate.pageUrl,
    verify_url: certificate.verifyUrl,
  };
}
