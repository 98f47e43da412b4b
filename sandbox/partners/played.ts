/** What a file per partner says: how this partner looks, and how it writes what the engine knows. */
import type { CourseWords } from "#sandbox/partners/words.ts";
import type { OwnAnswer, Specials } from "#sandbox/partners/specials.ts";
import type { WebhookScheme } from "#sandbox/partners/sign-webhook.ts";

/** One account at a partner. */
export interface Account {
  id: string;
  /** The school's own reference, as it was sent. */
  reference: string;
  email: string;
  name: string;
}

export interface Certificate {
  number: string;
  /** `YYYY-MM-DD`. */
  issuedOn: string;
  expiresOn: string | null;
  pageUrl: string;
  verifyUrl: string;
}

/** One enrollment, with the state of its course. */
export interface Enrollment {
  id: string;
  accountId: string;
  reference: string;
  courseCode: string;
  status: "enrolled" | "completed" | "canceled";
  /** 0-100. */
  progress: number;
  /** Titles, in order. */
  lessons: readonly string[];
  lessonsDone: number;
  exam: "not_needed" | "open" | "passed" | "failed";
  examAttempts: number;
  skillsCheck: "not_needed" | "open" | "passed";
  createdAt: string;
  completedAt: string | null;
  certificate: Certificate | null;
  /** What only this partner's own file understands. */
  special: Readonly<Record<string, unknown>>;
}

/** What one course consists of. */
export interface CoursePlan {
  lessons: readonly string[];
  hasExam: boolean;
}

/** What an API request asks for, whatever its spelling. */
export type Operation =
  | { kind: "findAccounts"; reference: string }
  | { kind: "createAccount"; reference: string; email: string; name: string }
  | { kind: "findEnrollments"; reference: string }
  | {
      kind: "createEnrollment";
      accountId: string;
      courseCode: string;
      reference: string;
      /** What only this partner asks for: a voucher, a group. Goes to its `begin`. */
      input?: Readonly<Record<string, unknown>>;
    }
  | { kind: "readEnrollment"; enrollmentId: string }
  | { kind: "readCertificate"; enrollmentId: string }
  | { kind: "launch"; enrollmentId: string; accountId: string; returnUrl: string }
  | { kind: "cancel"; enrollmentId: string }
  | SpecialOperation;

/** A request only this partner knows; its own `perform` does it. */
export interface SpecialOperation {
  kind: "special";
  name: string;
  /** False when it only looks. */
  changes: boolean;
  input: Readonly<Record<string, unknown>>;
}

/** Why an API request is refused; each partner has its own word for it. */
export type RefusalReason =
  | "invalid"
  | "unauthorized"
  | "not_found"
  | "email_taken"
  | "unknown_account"
  | "unknown_course"
  | "already_completed"
  | "key_reused"
  | "rate_limited"
  | "broken";

/** What came of an operation. */
export type Outcome =
  | { kind: "accounts"; accounts: readonly Account[] }
  | { kind: "account"; account: Account }
  | { kind: "enrollments"; enrollments: readonly Enrollment[] }
  | { kind: "created"; enrollment: Enrollment }
  | { kind: "enrollment"; enrollment: Enrollment }
  | { kind: "certificate"; certificate: Certificate }
  | { kind: "launch"; url: string; expiresAt: string }
  | { kind: "canceled"; enrollment: Enrollment }
  | { kind: "refused"; reason: RefusalReason };

/** What came of an operation, or the partner's own answer to it. */
export type Performed = Outcome | OwnAnswer;

/** One API request, taken apart. */
export interface ApiCall {
  method: string;
  /** Segments below the partner's own root. */
  path: readonly string[];
  query: URLSearchParams;
  /** Parsed JSON object; empty when there is no body. */
  body: Readonly<Record<string, unknown>>;
  /** The school's organisation, group or school id, from the environment. */
  orgId: string;
}

/** `enrollment.created`, `progress.updated`, `course.completed`, `certificate.issued`, `exam.failed`, or a partner's own (`session.booked`). */
export type EventType = `${string}.${string}`;

/** One partner the sandbox plays. */
export interface PlayedPartner {
  /** First segment of its addresses, and prefix of its variables. */
  slug: string;
  name: string;
  /** Under the name on its pages. */
  motto: string;
  /** Its colour on light and on dark ground; text on it is white and black. */
  accent: { light: string; dark: string };
  /** Demo values of the variables `<SLUG>_…` beside base address and webhook secret. */
  variables: Readonly<Record<string, string>>;
  /** Names the variable that holds the school's organisation. */
  orgVariable: string;
  /** What beside its colour tells its pages from others'. */
  look?: Look;
  hasSkillsCheck: boolean;
  /** What a course consists of; absent, a few lessons and an exam. */
  courseOf?(courseCode: string): CoursePlan;
  /** How long its certificate is valid; null for ever. */
  certificateMonths: number | null;
  /** `input` is what only this partner asked for with an enrollment. */
  newId(kind: "account" | "enrollment", input?: Readonly<Record<string, unknown>>): string;
  newCertificateNumber(): string;
  /** How its webhooks are signed. With `hmac-hex` its `event` puts an id of its own into the body, a new one each time. */
  webhookScheme?: WebhookScheme;
  isAuthorized(headers: Headers, variable: (suffix: string) => string): boolean;
  /** Null when it has no such address; throws InvalidCallError when something needed is absent. */
  read(call: ApiCall): Operation | null;
  write(outcome: Outcome): { status: number; body: unknown };
  event(type: EventType, enrollment: Enrollment, occurredAt: string): unknown;
  /** What it has that others have not. */
  specials?: Specials;
}

export interface Look {
  /** Further rules for its pages. */
  styles?: string;
  words?: Partial<CourseWords>;
}

/** A request body without something that is needed. */
export class InvalidCallError extends Error {
  override readonly name = "InvalidCallError";
}

/** Reads a text (or whole number, as text) that must be there. Throws InvalidCallError. */
export function required(body: Readonly<Record<string, unknown>>, field: string): string {
  const value = Object.hasOwn(body, field) ? body[field] : undefined;
  if (typeof value === "string" && value !== "" && value.length <= 500) return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  throw new InvalidCallError(field);
}

/** Reads a query field that must be there. Throws InvalidCallError. */
export function requiredQuery(query: URLSearchParams, field: string): string {
  return required({ [field]: query.get(field) ?? undefined }, field);
}

/** Spells a request as `GET collection/{id}/action`, with the id in between left out; null when it is deeper. */
export function routeOf(method: string, segments: readonly string[]): { route: string; id: string } | null {
  const [collection = "", id = "", action = "", ...rest] = segments;
  if (rest.length > 0) return null;
  return { route: `${method} ${collection}${id && "/{id}"}${action && `/${action}`}`, id };
}
