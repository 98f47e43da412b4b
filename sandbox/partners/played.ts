/** What a file per partner says: how this partner looks, and how it writes what the engine knows. */
import type { ApiCall, Operation, Outcome } from "#sandbox/partners/calls.ts";
import type { CoursePlan, Enrollment, EventType } from "#sandbox/partners/enrollment.ts";
import type { WebhookScheme } from "#sandbox/partners/sign-webhook.ts";
import type { Specials } from "#sandbox/partners/specials.ts";
import type { CourseWords } from "#sandbox/partners/words.ts";

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
  /** Names the variable that holds the school's organisation, where it knows one. */
  orgVariable?: string;
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
  /** Where enrollments use up codes of the school's stock: the first `count` codes it takes, the same ones each time. */
  listCodes?(count: number): string[];
  /** What it has that others have not. */
  specials?: Specials;
}

export interface Look {
  /** Further rules for its pages. */
  styles?: string;
  words?: Partial<CourseWords>;
}
