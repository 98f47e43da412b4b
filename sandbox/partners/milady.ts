/** Milady RISE as docs/partners/milady.md describes it: token, the school in every query, PascalCase in a `Data` envelope, promo codes. */
import { randomInt, randomUUID } from "node:crypto";
import { listPromoCodes } from "#sandbox/partners/milady/promo-codes.ts";
import { errorBody, miladySpecials } from "#sandbox/partners/milady/specials.ts";
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
  invalid: [422, "FIELD_MISSING"],
  unauthorized: [401, "TOKEN_INVALID"],
  not_found: [404, "NOT_FOUND"],
  email_taken: [409, "EMAIL_IN_USE"],
  unknown_account: [422, "LEARNER_UNKNOWN"],
  unknown_course: [422, "COURSE_UNKNOWN"],
  already_completed: [409, "ENROLLMENT_COMPLETED"],
  key_reused: [409, "IDEMPOTENCY_KEY_REUSED"],
  rate_limited: [429, "SLOW_DOWN"],
  broken: [500, "SERVER_ERROR"],
};

export const milady: PlayedPartner = {
  slug: "milady",
  name: "Milady RISE",
  motto: "Beauty and barbering, with your instructor",
  accent: { light: "#8e2a6b", dark: "#f0a8d4" },
  variables: { API_KEY: "milady_sandbox_token", SCHOOL_ID: "SCH-1001" },
  orgVariable: "SCHOOL_ID",
  look: {
    styles: `
h1, h2 { font-family: Georgia, "Times New Roman", serif; font-weight: 500; }
.brand { border-bottom: .35rem double var(--on-accent); }
.card { border-radius: 1.25rem; }
button, .button { border-radius: 2rem; }
.lessons { list-style: upper-roman; }`,
    words: {
      course: "Studio",
      lesson: "Unit",
      lessons: "Your units",
      readLesson: "Work through the unit with your instructor, then mark it as finished.",
      exam: "Practical exam",
      takeExam: "All units are finished. Show your instructor what you can do.",
      passExam: "Pass the practical",
      failExam: "Fail the practical",
      finished: "Finished",
    },
  },
  hasSkillsCheck: false,
  certificateMonths: null,
  newId: () => randomUUID(),
  newCertificateNumber: () => `MR-${randomInt(1e7, 1e8)}`,
  isAuthorized: (headers, variable) => headers.get("authorization") === `Token ${variable("API_KEY")}`,
  read,
  write,
  event: (type, enrollment, occurredAt) => ({
    Event: type,
    OccurredUtc: occurredAt,
    Enrollment: {
      ...enrollmentBody(enrollment),
      ProgressPercent: enrollment.progress,
      Certificate: type === "certificate.issued" ? certificateBody(enrollment.certificate) : null,
    },
  }),
  listCodes: listPromoCodes,
  specials: miladySpecials((enrollment) => data(enrollmentBody(enrollment))),
};

function read({ method, path, query, body, orgId }: ApiCall): Operation | null {
  const called = query.get("schoolId") === orgId ? routeOf(method, path) : null;
  if (called === null) return null;
  const { route, id } = called;
  switch (route) {
    case "GET learners":
      return { kind: "findAccounts", reference: requiredQuery(query, "studentKey") };
    case "POST learners":
      return {
        kind: "createAccount",
        reference: required(body, "StudentKey"),
        email: required(body, "Email"),
        name: required(body, "FullName"),
      };
    case "GET enrollments":
      return { kind: "findEnrollments", reference: requiredQuery(query, "orderKey") };
    case "POST enrollments":
      return {
        kind: "createEnrollment",
        accountId: required(body, "LearnerId"),
        courseCode: required(body, "CourseCode"),
        reference: required(body, "OrderKey"),
        ...(Object.hasOwn(body, "PromoCode") && { input: { promoCode: required(body, "PromoCode") } }),
      };
    case "GET enrollments/{id}":
      return { kind: "readEnrollment", enrollmentId: id };
    case "POST enrollments/{id}/launch":
      return {
        kind: "launch",
        enrollmentId: id,
        accountId: required(body, "LearnerId"),
        returnUrl: required(body, "ReturnUrl"),
      };
    case "POST enrollments/{id}/drop":
      return { kind: "cancel", enrollmentId: id };
    default:
      return null;
  }
}

function write(outcome: Outcome): { status: number; body: unknown } {
  switch (outcome.kind) {
    case "accounts":
      return { status: 200, body: items(outcome.accounts.map(learnerBody)) };
    case "account":
      return { status: 201, body: data(learnerBody(outcome.account)) };
    case "enrollments":
      return { status: 200, body: items(outcome.enrollments.map(enrollmentBody)) };
    case "created":
      return { status: 201, body: data(enrollmentBody(outcome.enrollment)) };
    case "enrollment":
      return { status: 200, body: data(courseBody(outcome.enrollment)) };
    case "certificate":
      return { status: 200, body: data(certificateBody(outcome.certificate)) };
    case "launch":
      return { status: 201, body: data({ LaunchUrl: outcome.url, ExpiresUtc: outcome.expiresAt }) };
    case "canceled":
      return { status: 200, body: data({ EnrollmentId: outcome.enrollment.id, Status: "Dropped" }) };
    case "refused": {
      const [status, code] = REFUSALS[outcome.reason];
      return { status, body: errorBody(code) };
    }
  }
}

function data(content: unknown): unknown {
  return { Success: true, Data: content };
}

function items(list: unknown[]): unknown {
  return data({ Items: list, Page: 1, PageCount: 1 });
}

function learnerBody({ id, reference, name }: Account): unknown {
  return { LearnerId: id, StudentKey: reference, FullName: name };
}

function enrollmentBody(enrollment: Enrollment) {
  return {
    EnrollmentId: enrollment.id,
    LearnerId: enrollment.accountId,
    OrderKey: enrollment.reference,
    CourseCode: enrollment.courseCode,
    Status: statusOf(enrollment),
  };
}

function courseBody(enrollment: Enrollment): unknown {
  const { exam, examAttempts } = enrollment;
  const result = exam === "open" ? "None" : exam === "passed" ? "Passed" : "Failed";
  return {
    ...enrollmentBody(enrollment),
    ProgressPercent: enrollment.progress,
    Exam: { Result: result, Attempts: examAttempts },
    Certificate: certificateBody(enrollment.certificate),
  };
}

function statusOf({ status, progress }: Enrollment): string {
  if (status === "canceled") return "Dropped";
  if (status === "completed") return "Completed";
  return progress > 0 ? "InProgress" : "Enrolled";
}

function certificateBody(certificate: Certificate | null): unknown {
  if (certificate === null) return null;
  return {
    CertificateNumber: certificate.number,
    IssuedDate: certificate.issuedOn,
    ExpirationDate: certificate.expiresOn,
    CertificateUrl: certificate.pageUrl,
    VerifyUrl: certificate.verifyUrl,
  };
}
