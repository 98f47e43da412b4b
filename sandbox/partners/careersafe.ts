/** CareerSafe as docs/partners/careersafe.md describes it: bearer key, our organisation in the path, states as sentences, percent as text, groups, seat time, a wallet card. */
import { randomInt } from "node:crypto";
import {
  attendanceOf,
  careersafeSpecials,
  isExpired,
  seatTimeOf,
} from "#sandbox/partners/careersafe/seat-time.ts";
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
  invalid: [400, "bad-request"],
  unauthorized: [401, "bad-key"],
  not_found: [404, "no-such-record"],
  email_taken: [409, "email-exists"],
  unknown_account: [404, "no-such-member"],
  unknown_course: [409, "unknown-course"],
  already_completed: [409, "course-complete"],
  key_reused: [409, "key-used-before"],
  rate_limited: [429, "slow-down"],
  broken: [502, "upstream-failure"],
};

export const careersafe: PlayedPartner = {
  slug: "careersafe",
  name: "CareerSafe",
  motto: "Safety starts with education",
  accent: { light: "#1b6e3c", dark: "#86d9a4" },
  variables: { API_KEY: "careersafe_sandbox_key", ORG_ID: "org-sandbox" },
  orgVariable: "ORG_ID",
  look: {
    styles: `
.brand { border-top: .6rem solid var(--accent); background: repeating-linear-gradient(135deg, var(--ink) 0 .6rem, transparent .6rem 1.2rem) 0 100% / 100% .35rem no-repeat, var(--accent); padding-bottom: 1.4rem; }
h1 { text-align: center; }
h1 + p { text-align: center; }
.card { text-align: center; border-radius: 1.5rem; border-width: 2px; }
.card .act { justify-content: center; text-align: left; }
.facts { text-align: center; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); grid-auto-flow: row; }
button, .button { border-radius: 1.5rem; }`,
    words: {
      course: "Safety course",
      progress: "Course done",
      lesson: "Module",
      lessons: "Modules",
      readLesson: "Read the module, then mark it as finished.",
      takeExam: "All modules are read. Take the final exam when you are ready.",
      finished: "Course complete",
    },
  },
  hasSkillsCheck: false,
  certificateMonths: null,
  newId: () => String(randomInt(1e9, 2 ** 46)),
  newCertificateNumber: () => `${randomInt(10, 99)}-${randomInt(1e8, 1e9)}`,
  isAuthorized: (headers, variable) => headers.get("authorization") === `Bearer ${variable("API_KEY")}`,
  read,
  write,
  event: (type, enrollment, occurredAt) => ({
    type,
    time: occurredAt,
    assignment_id: Number(enrollment.id),
    reference: enrollment.reference,
    status: statusOf(enrollment),
    percent_complete: String(enrollment.progress),
    wallet_card: type === "certificate.issued" ? cardBody(enrollment.certificate) : null,
  }),
  specials: careersafeSpecials,
};

function read({ method, path, query, body, orgId }: ApiCall): Operation | null {
  const [root, organization, ...segments] = path;
  if (root !== "organizations" || organization !== orgId) return null;
  const called = routeOf(method, segments);
  if (called === null) return null;
  const { route, id } = called;
  switch (route) {
    case "GET members":
      return { kind: "findAccounts", reference: requiredQuery(query, "reference") };
    case "POST members":
      return {
        kind: "createAccount",
        reference: required(body, "reference"),
        email: required(body, "email"),
        name: required(body, "name"),
      };
    case "GET assignments":
      return { kind: "findEnrollments", reference: requiredQuery(query, "reference") };
    case "POST assignments":
      return {
        kind: "createEnrollment",
        accountId: required(body, "member_id"),
        courseCode: required(body, "course"),
        reference: required(body, "reference"),
        input: body,
      };
    case "GET groups":
      return { kind: "special", name: "groups", changes: false, input: { course: query.get("course") } };
    case "POST groups":
      return { kind: "special", name: "open-group", changes: true, input: body };
    case "GET assignments/{id}":
      return { kind: "readEnrollment", enrollmentId: id };
    case "POST assignments/{id}/sessions":
      return {
        kind: "launch",
        enrollmentId: id,
        accountId: required(body, "member_id"),
        returnUrl: required(body, "back_to"),
      };
    case "POST assignments/{id}/withdraw":
      return { kind: "cancel", enrollmentId: id };
    default:
      return null;
  }
}

function write(outcome: Outcome): { status: number; body: unknown } {
  switch (outcome.kind) {
    case "accounts":
      return { status: 200, body: { results: outcome.accounts.map(memberBody) } };
    case "account":
      return { status: 201, body: memberBody(outcome.account) };
    case "enrollments":
      return { status: 200, body: { results: outcome.enrollments.map(assignmentBody) } };
    case "created":
      return { status: 201, body: assignmentBody(outcome.enrollment) };
    case "enrollment":
      return {
        status: 200,
        body: {
          ...assignmentBody(outcome.enrollment),
          final_exam_attempts: outcome.enrollment.examAttempts,
          wallet_card: cardBody(outcome.enrollment.certificate),
        },
      };
    case "certificate":
      return { status: 200, body: cardBody(outcome.certificate) };
    case "launch":
      return { status: 201, body: { url: outcome.url, expires_at: outcome.expiresAt } };
    case "canceled":
      return { status: 200, body: { id: Number(outcome.enrollment.id), status: "Withdrawn" } };
    case "refused": {
      const [status, reason] = REFUSALS[outcome.reason];
      return { status, body: { ok: false, reason } };
    }
  }
}

function memberBody(account: Account): unknown {
  return { id: Number(account.id), reference: account.reference, name: account.name };
}

function assignmentBody(enrollment: Enrollment) {
  const { minutes, required: asked } = seatTimeOf(enrollment);
  const attendance = attendanceOf(enrollment);
  return {
    id: Number(enrollment.id),
    member_id: Number(enrollment.accountId),
    reference: enrollment.reference,
    course: enrollment.courseCode,
    group_code: attendance?.groupCode ?? null,
    status: statusOf(enrollment),
    percent_complete: String(enrollment.progress),
    modules: { done: enrollment.lessonsDone, total: enrollment.lessons.length },
    seat_time: { minutes, minutes_required: asked },
    due_by: attendance?.dueBy ?? null,
  };
}

function statusOf(enrollment: Enrollment): string {
  const { status, exam, progress } = enrollment;
  if (status === "canceled") return "Withdrawn";
  if (status === "completed") return "Complete";
  if (isExpired(enrollment, new Date())) return "Expired";
  if (exam === "failed") return "Failed Final Exam";
  return progress > 0 ? "In Progress" : "Not Started";
}

function cardBody(certificate: Certificate | null): unknown {
  if (certificate === null) return null;
  return {
    card_number: certificate.number,
    issued: certificate.issuedOn,
    expires: certificate.expiresOn,
    pdf: certificate.pageUrl,
    check: certificate.verifyUrl,
  };
}
