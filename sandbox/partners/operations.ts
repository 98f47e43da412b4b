/** What an API request does at any partner. */
import { isKnownCourse, lessonsOf } from "#sandbox/partners/course.ts";
import type { PartnerEngine } from "#sandbox/partners/engine.ts";
import {
  InvalidCallError,
  type Operation,
  type Outcome,
  type Performed,
  type RefusalReason,
} from "#sandbox/partners/calls.ts";
import type { Enrollment } from "#sandbox/partners/enrollment.ts";
import type { PlayedPartner } from "#sandbox/partners/played.ts";

type Of<Kind extends Operation["kind"]> = Extract<Operation, { kind: Kind }>;

/** Does what a request asks for. Like a real partner it makes a second account or enrollment of one reference when it is asked to. */
export function perform(engine: PartnerEngine, partner: PlayedPartner, operation: Operation): Performed {
  try {
    return performed(engine, partner, operation);
  } catch (error) {
    if (error instanceof InvalidCallError) return refused("invalid");
    throw error;
  }
}

function performed(engine: PartnerEngine, partner: PlayedPartner, operation: Operation): Performed {
  const { records } = engine;
  switch (operation.kind) {
    case "findAccounts":
      return {
        kind: "accounts",
        accounts: records.findAccountsByReference(partner.slug, operation.reference),
      };
    case "findEnrollments":
      return {
        kind: "enrollments",
        enrollments: records.findEnrollmentsByReference(partner.slug, operation.reference),
      };
    case "createAccount":
      return createAccount(engine, partner, operation);
    case "createEnrollment":
      return createEnrollment(engine, partner, operation);
    case "special":
      return partner.specials?.perform?.(operation, engine.office(partner)) ?? refused("not_found");
    default:
      return onEnrollment(engine, partner, operation);
  }
}

/** An enrollment as it begins. */
export function newEnrollment(partner: PlayedPartner, operation: Of<"createEnrollment">): Enrollment {
  const { courseCode } = operation;
  const plan = partner.courseOf?.(courseCode) ?? { lessons: lessonsOf(courseCode), hasExam: true };
  return {
    id: partner.newId("enrollment", operation.input),
    accountId: operation.accountId,
    reference: operation.reference,
    courseCode,
    status: "enrolled",
    progress: 0,
    lessons: plan.lessons,
    lessonsDone: 0,
    exam: plan.hasExam ? "open" : "not_needed",
    examAttempts: 0,
    skillsCheck: partner.hasSkillsCheck ? "open" : "not_needed",
    createdAt: new Date().toISOString(),
    completedAt: null,
    certificate: null,
    special: {},
  };
}

function createAccount(
  { records }: PartnerEngine,
  partner: PlayedPartner,
  { reference, email, name }: Of<"createAccount">,
): Outcome {
  const others = records.findAccountsByEmail(partner.slug, email);
  if (others.some((account) => account.reference !== reference)) return refused("email_taken");
  const account = { id: partner.newId("account"), reference, email, name };
  records.addAccount(partner.slug, account);
  return { kind: "account", account };
}

function createEnrollment(
  engine: PartnerEngine,
  partner: PlayedPartner,
  operation: Of<"createEnrollment">,
): Performed {
  if (!engine.records.findAccount(partner.slug, operation.accountId)) return refused("unknown_account");
  if (!isKnownCourse(operation.courseCode)) return refused("unknown_course");
  const fresh = newEnrollment(partner, operation);
  const enrollment = partner.specials?.begin?.(fresh, operation.input ?? {}, engine.office(partner)) ?? fresh;
  if ("kind" in enrollment) return enrollment;
  engine.record(partner, { enrollment, events: ["enrollment.created"] });
  return { kind: "created", enrollment };
}

function onEnrollment(
  engine: PartnerEngine,
  partner: PlayedPartner,
  operation: Extract<Operation, { enrollmentId: string }>,
): Outcome {
  const enrollment = engine.records.findEnrollment(partner.slug, operation.enrollmentId);
  if (!enrollment) return refused("not_found");
  switch (operation.kind) {
    case "readEnrollment":
      return { kind: "enrollment", enrollment };
    case "readCertificate": {
      const { certificate } = enrollment;
      return certificate ? { kind: "certificate", enrollment, certificate } : refused("not_found");
    }
    case "launch":
      return launch(engine, partner, enrollment, operation);
    case "cancel":
      return cancel(engine, partner, enrollment);
  }
}

function launch(
  engine: PartnerEngine,
  partner: PlayedPartner,
  enrollment: Enrollment,
  { accountId, returnUrl }: Of<"launch">,
): Outcome {
  const isOpen = enrollment.accountId === accountId && enrollment.status !== "canceled";
  if (!isOpen) return refused("not_found");
  return { kind: "launch", ...engine.signOn.newLaunch(partner.slug, enrollment.id, returnUrl) };
}

function cancel(engine: PartnerEngine, partner: PlayedPartner, enrollment: Enrollment): Outcome {
  if (enrollment.status === "completed") return refused("already_completed");
  if (enrollment.status === "canceled") return { kind: "canceled", enrollment };
  const canceled: Enrollment = { ...enrollment, status: "canceled" };
  engine.records.saveEnrollment(partner.slug, canceled);
  partner.specials?.end?.(canceled, engine.office(partner));
  return { kind: "canceled", enrollment: canceled };
}

function refused(reason: RefusalReason): Outcome {
  return { kind: "refused", reason };
}
