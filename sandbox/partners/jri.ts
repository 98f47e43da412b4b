/** JRI as docs/partners/jri.md describes it: organisation and key in one header, answers named after what is in them, badges, a certificate check. */
import { randomInt, randomUUID } from "node:crypto";
import { lessonsOf } from "#sandbox/partners/course.ts";
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
import { revocable, revokedOn } from "#sandbox/partners/revocation.ts";

const REFUSALS: Readonly<Record<RefusalReason, readonly [number, string]>> = {
  invalid: [400, "something is missing"],
  unauthorized: [401, "key not accepted"],
  not_found: [404, "no such thing"],
  email_taken: [409, "email in use"],
  unknown_account: [400, "no such learner"],
  unknown_course: [400, "no such course"],
  already_completed: [409, "course is finished"],
  key_reused: [409, "key used for something else"],
  rate_limited: [429, "too many calls"],
  broken: [503, "out of order"],
};

const BADGES = [
  "Dependability",
  "Communication",
  "Teamwork",
  "Problem solving",
  "Workplace technology",
  "Customer focus",
];

export const jri: PlayedPartner = {
  slug: "jri",
  name: "JRI",
  motto: "Ready for work, free of charge",
  accent: { light: "#8a4b08", dark: "#f2bf80" },
  variables: { API_KEY: "jri_sandbox_key", ORG_ID: "baton-school" },
  orgVariable: "ORG_ID",
  webhookScheme: "hmac-hex",
  look: {
    styles: `
h1 { text-transform: uppercase; letter-spacing: .04em; }
.brand { border-left: 1rem solid var(--paper); }
.card { border-radius: 0; border-width: 2px; border-color: var(--accent); }
button, .button { border-radius: 0; }
.lessons { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); gap: .5rem; }
.lessons li { border: 1px dashed var(--quiet); padding: .6rem; }
.lessons span { display: block; }`,
    words: {
      course: "Training",
      progress: "Badges earned",
      lesson: "Badge",
      lessons: "Your badges",
      readLesson: "Do the exercises for this badge, then claim it.",
      exam: "Final check",
      takeExam: "All badges are earned. A coach asks you a few questions.",
      examAgain: "Not yet this time. Talk to the coach again whenever you like.",
      passExam: "Pass the final check",
      failExam: "Fail the final check",
      finished: "You are ready for work",
    },
  },
  hasSkillsCheck: false,
  courseOf: (code) => ({ lessons: code === "JRI-READY" ? BADGES : lessonsOf(code), hasExam: true }),
  certificateMonths: null,
  newId: (kind) => `${kind === "account" ? "lrn" : "enr"}-${randomInt(1e10, 1e11).toString(36)}`,
  newCertificateNumber: () => `JRI-${new Date().getUTCFullYear()}-${randomInt(1e6, 1e7)}`,
  isAuthorized: (headers, variable) =>
    headers.get("authorization") === `ApiKey ${variable("ORG_ID")}:${variable("API_KEY")}`,
  read,
  write,
  event: (type, enrollment, occurredAt) => ({
    event: type,
    event_id: `evt-${randomUUID()}`,
    at: occurredAt,
    enrollment: { ...enrollmentBody(enrollment), percent_complete: enrollment.progress },
    certificate: type === "certificate.issued" ? certificateBody(enrollment.certificate) : null,
  }),
  specials: {
    acts: [revocable],
    perform({ input }, { records, things }) {
      const number = required(input, "number");
      const { certificate } = records.findEnrollmentByCertificate("jri", number) ?? {};
      if (!certificate) return { kind: "refused", reason: "not_found" };
      const state = revokedOn(number, things) === null ? "valid" : "revoked";
      const body = { certificate: { certificate_number: number, issued: certificate.issuedOn, state } };
      return { kind: "answered", status: 200, body };
    },
  },
};

function read({ method, path, query, body }: ApiCall): Operation | null {
  const [version, ...segments] = path;
  const called = version === "v1" ? routeOf(method, segments) : null;
  if (called === null) return null;
  const { route, id } = called;
  switch (route) {
    case "GET learners":
      return { kind: "findAccounts", reference: requiredQuery(query, "ref") };
    case "POST learners":
      return {
        kind: "createAccount",
        reference: required(body, "ref"),
        email: required(body, "email"),
        name: required(body, "name"),
      };
    case "GET enrollments":
      return { kind: "findEnrollments", reference: requiredQuery(query, "ref") };
    case "POST enrollments":
      return {
        kind: "createEnrollment",
        accountId: required(body, "learner_id"),
        courseCode: required(body, "course"),
        reference: required(body, "ref"),
      };
    case "GET enrollments/{id}":
      return { kind: "readEnrollment", enrollmentId: id };
    case "POST enrollments/{id}/visits":
      return {
        kind: "launch",
        enrollmentId: id,
        accountId: required(body, "learner_id"),
        returnUrl: required(body, "back"),
      };
    case "DELETE enrollments/{id}":
      return { kind: "cancel", enrollmentId: id };
    case "GET certificates/{id}":
      return id === "check"
        ? {
            kind: "special",
            name: "check",
            changes: false,
            input: { number: requiredQuery(query, "number") },
          }
        : null;
    default:
      return null;
  }
}

function write(outcome: Outcome): { status: number; body: unknown } {
  switch (outcome.kind) {
    case "accounts":
      return { status: 200, body: { learners: outcome.accounts.map(learnerBody), next: null } };
    case "account":
      return { status: 201, body: { learner: learnerBody(outcome.account) } };
    case "enrollments":
      return { status: 200, body: { enrollments: outcome.enrollments.map(enrollmentBody), next: null } };
    case "created":
      return { status: 201, body: { enrollment: enrollmentBody(outcome.enrollment) } };
    case "enrollment":
      return { status: 200, body: { enrollment: courseBody(outcome.enrollment) } };
    case "certificate":
      return { status: 200, body: { certificate: certificateBody(outcome.certificate) } };
    case "launch":
      return { status: 201, body: { visit: { address: outcome.url, valid_until: outcome.expiresAt } } };
    case "canceled":
      return { status: 200, body: { enrollment: { id: outcome.enrollment.id, state: "ended" } } };
    case "refused": {
      const [status, problem] = REFUSALS[outcome.reason];
      return { status, body: { problem } };
    }
  }
}

function learnerBody({ id, reference, name }: Account): unknown {
  return { id, ref: reference, name };
}

function enrollmentBody({ id, accountId, reference, courseCode, status }: Enrollment) {
  const state = { enrolled: "open", completed: "finished", canceled: "ended" }[status];
  return { id, learner_id: accountId, ref: reference, course: courseCode, cost: 0, state };
}

function courseBody(enrollment: Enrollment): unknown {
  const { lessons, lessonsDone, progress, exam, examAttempts } = enrollment;
  return {
    ...enrollmentBody(enrollment),
    badges: lessons.map((title, at) => ({ title, earned: at < lessonsDone })),
    percent_complete: progress,
    final_check: { state: exam, tries: examAttempts },
    finished_at: enrollment.completedAt,
    certificate: certificateBody(enrollment.certificate),
  };
}

function certificateBody(certificate: Certificate | null): unknown {
  if (certificate === null) return null;
  const { number, issuedOn, pageUrl, verifyUrl } = certificate;
  return { certificate_number: number, issued: issuedOn, page: pageUrl, check: verifyUrl };
}
