/** API requests taken apart, and what comes of them, in no partner's spelling. */
import type { Account, Certificate, Enrollment } from "#sandbox/partners/enrollment.ts";

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
  | { kind: "certificate"; enrollment: Enrollment; certificate: Certificate }
  | { kind: "launch"; url: string; expiresAt: string }
  | { kind: "canceled"; enrollment: Enrollment }
  | { kind: "refused"; reason: RefusalReason };

/** An answer in the partner's own words; 4xx is a refusal, after which nothing may have changed. */
export interface OwnAnswer {
  kind: "answered";
  status: number;
  body: unknown;
}

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
  /** The school's organisation, group or school id, from the environment; empty where the partner knows none. */
  orgId: string;
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
