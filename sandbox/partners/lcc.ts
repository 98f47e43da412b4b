/** Local Community College as docs/partners/lcc.md describes it: bearer key, snake_case, sections with seats, letters that nobody asked for. */
import { randomBytes, randomInt } from "node:crypto";
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
  unauthorized: [401, "invalid_key"],
  not_found: [404, "not_found"],
  email_taken: [409, "email_in_use"],
  unknown_account: [422, "unknown_student"],
  unknown_course: [422, "unknown_section"],
  already_completed: [409, "already_completed"],
  key_reused: [409, "key_reused"],
  rate_limited: [429, "too_many_requests"],
  broken: [500, "server_error"],
};
const SEATS = 24;
const FIRST_DAY_AHEAD = 21;
const DAY_MS = 24 * 3600 * 1000;
const HALF = 50;

export const lcc: PlayedPartner = {
  slug: "lcc",
  name: "Local Community College",
  motto: "Continuing education",
  accent: { light: "#2f5d50", dark: "#8fd3bf" },
  variables: { API_KEY: "lcc_sandbox_key" },
  look: {
    styles: `
.brand { border-bottom: .25rem double var(--line); }
h1 { font-family: Georgia, "Times New Roman", serif; }
.card { border-top: .25rem double var(--accent); }`,
    words: {
      course: "Section",
      progress: "Class progress",
      lesson: "Class",
      lessons: "Classes of this section",
      readLesson: "Attend the class, then mark it as attended.",
      exam: "Final",
      takeExam: "All classes are attended. Sit the final; the college grades it.",
      examAgain: "You did not pass the final. You can sit it again.",
      passExam: "Sit the final and pass",
      failExam: "Sit the final and fail",
      finished: "The registrar posted a passing grade",
    },
  },
  hasSkillsCheck: false,
  certificateMonths: null,
  newId: (kind) =>
    `${kind === "account" ? "A" : "R"}${randomInt(1e9, 1e10)}${randomBytes(2).toString("hex")}`,
  newCertificateNumber: () => `LCC-CE-${randomInt(1e6, 1e7)}`,
  isAuthorized: (headers, variable) => headers.get("authorization") === `Bearer ${variable("API_KEY")}`,
  read,
  write,
  event: (type, enrollment, occurredAt) => ({
    event: type,
    occurred_at: occurredAt,
    registration: progressBody(enrollment),
    certificate: type === "certificate.issued" ? certificateBody(enrollment, enrollment.certificate) : null,
  }),
  specials: {
    begin: (enrollment) => (hasSeat(enrollment.courseCode) ? enrollment : refusal(409, "section_full")),
  },
};

function read({ method, path, query, body }: ApiCall): Operation | null {
  const [version, ...segments] = path;
  const called = version === "v1" ? routeOf(method, segments) : null;
  if (called === null) return null;
  const { route, id } = called;
  switch (route) {
    case "GET students":
      return { kind: "findAccounts", reference: requiredQuery(query, "reference") };
    case "POST students":
      return {
        kind: "createAccount",
        reference: required(body, "reference"),
        email: required(body, "email"),
        name: required(body, "full_name"),
      };
    case "GET registrations":
      return { kind: "findEnrollments", reference: requiredQuery(query, "reference") };
    case "POST registrations":
      return {
        kind: "createEnrollment",
        accountId: required(body, "student_id"),
        courseCode: required(body, "section_code"),
        reference: required(body, "reference"),
      };
    case "GET registrations/{id}":
      return { kind: "readEnrollment", enrollmentId: id };
    case "GET registrations/{id}/certificate":
      return { kind: "readCertificate", enrollmentId: id };
    case "POST registrations/{id}/launch":
      return {
        kind: "launch",
        enrollmentId: id,
        accountId: required(body, "student_id"),
        returnUrl: required(body, "return_url"),
      };
    case "POST registrations/{id}/drop":
      return { kind: "cancel", enrollmentId: id };
    default:
      return null;
  }
}

function write(outcome: Outcome): { status: number; body: unknown } {
  switch (outcome.kind) {
    case "accounts":
      return { status: 200, body: { items: outcome.accounts.map(studentBody) } };
    case "account":
      return { status: 201, body: studentBody(outcome.account) };
    case "enrollments":
      return { status: 200, body: { items: outcome.enrollments.map(registrationBody) } };
    case "created":
      return { status: 201, body: registrationBody(outcome.enrollment) };
    case "enrollment":
      return { status: 200, body: progressBody(outcome.enrollment) };
    case "certificate":
      return { status: 200, body: certificateBody(outcome.enrollment, outcome.certificate) };
    case "launch":
      return { status: 201, body: { url: outcome.url, expires_at: outcome.expiresAt } };
    case "canceled":
      return { status: 200, body: registrationBody(outcome.enrollment) };
    case "refused":
      return refusal(...REFUSALS[outcome.reason]);
  }
}

function refusal(status: number, code: string) {
  return { kind: "answered" as const, status, body: { error: { code, message: `Not done: ${code}.` } } };
}

function studentBody({ id, reference, name }: Account): unknown {
  return { student_id: id, reference, full_name: name };
}

function registrationBody(enrollment: Enrollment) {
  const { id, accountId, reference, courseCode, status } = enrollment;
  return {
    registration_id: id,
    student_id: accountId,
    reference,
    section: {
      code: courseCode,
      starts_on: firstDay(enrollment),
      seats_left: hasSeat(courseCode) ? SEATS : 0,
    },
    status: { enrolled: "registered", completed: "completed", canceled: "dropped" }[status],
  };
}

function progressBody(enrollment: Enrollment) {
  const { progress, exam, examAttempts, completedAt } = enrollment;
  return {
    ...registrationBody(enrollment),
    percent_complete: progress,
    midterm: { letter: progress < HALF ? null : "C+" },
    final: { status: exam, sittings: examAttempts },
    posted_grade: completedAt === null ? null : { letter: "B-", is_passing: true, posted_at: completedAt },
  };
}

function certificateBody({ id }: Enrollment, certificate: Certificate | null): unknown {
  if (certificate === null) return null;
  return {
    registration_id: id,
    certificate_number: certificate.number,
    issued_on: certificate.issuedOn,
    page_url: certificate.pageUrl,
    verify_url: certificate.verifyUrl,
  };
}

function hasSeat(sectionCode: string): boolean {
  return !/-FULL$/i.test(sectionCode);
}

/** The class begins three weeks after whoever registered. */
function firstDay({ createdAt }: Enrollment): string {
  return new Date(Date.parse(createdAt) + FIRST_DAY_AHEAD * DAY_MS).toISOString().slice(0, 10);
}
