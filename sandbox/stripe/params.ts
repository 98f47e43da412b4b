/** Checks of request parameters that answer in Stripe's words. */
import { z } from "zod";
import type { Param } from "#sandbox/stripe/form.ts";
import { missingParameter, StripeApiError, unknownParameters } from "#sandbox/stripe/stripe-api-error.ts";

/**
 * Reads parameters by a schema. Throws StripeApiError 400 (`parameter_missing`, `parameter_unknown`,
 * `parameter_invalid_…`) naming the first one that is wrong.
 */
export function readParams<T>(schema: z.ZodType<T>, params: Record<string, Param>): T {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (!issue) throw new StripeApiError(400, { message: "Invalid request." });
  throw toStripeError(issue, params);
}

/** Text of 1 to `max` characters. */
export function text(max = 5000): z.ZodType<string> {
  return z
    .string()
    .refine((value) => value !== "", invalid("parameter_invalid_empty", "cannot be empty"))
    .refine(
      (value) => value.length <= max,
      invalid("parameter_invalid_string", `must be at most ${max} characters`),
    );
}

/** A whole number written in digits. */
export function integer(min: number, max: number): z.ZodType<number> {
  return z
    .string()
    .refine((value) => /^-?\d{1,15}$/.test(value), invalid("parameter_invalid_integer", "must be an integer"))
    .transform(Number)
    .refine(
      (value) => value >= min && value <= max,
      invalid("parameter_invalid_integer", `must be between ${min} and ${max}`),
    );
}

/** Text that satisfies `holds`; else Stripe's message is "Invalid …: it `mustBe`". */
export function textThat(holds: (value: string) => boolean, mustBe: string): z.ZodType<string> {
  return text().refine(holds, invalid("parameter_invalid_string", mustBe));
}

/** An http or https address. */
export const webAddress = text().refine(
  (value) => /^https?:$/.test(URL.parse(value.replaceAll(/[{}]/g, ""))?.protocol ?? ""),
  invalid("url_invalid", "must be a valid URL starting with http or https"),
);

/** Up to 50 pairs of text: names of 40 characters, values of 500. An empty value sets nothing. */
export const metadata = z.custom<Record<string, string>>().superRefine((value, context) => {
  const fits =
    isTextRecord(value) &&
    Object.keys(value).length <= 50 &&
    Object.entries(value).every(([name, content]) => name.length <= 40 && content.length <= 500);
  if (!fits) {
    const mustBe = "must be at most 50 pairs, names of 40 and values of 500 characters";
    context.addIssue({ code: "custom", message: mustBe, params: { code: "parameter_invalid_string" } });
  }
});

/** `created` as one second or as a range. */
export const createdFilter = z
  .union([
    integer(0, 1e12).transform((second) => ({ gte: second, lte: second })),
    z.strictObject({
      gt: integer(0, 1e12).optional(),
      gte: integer(0, 1e12).optional(),
      lt: integer(0, 1e12).optional(),
      lte: integer(0, 1e12).optional(),
    }),
  ])
  .transform((range): CreatedRange => range);

/** Bounds in seconds since the epoch. */
export interface CreatedRange {
  gt?: number | undefined;
  gte?: number | undefined;
  lt?: number | undefined;
  lte?: number | undefined;
}

/** What every list takes. */
export const listParams = {
  limit: integer(1, 100).optional(),
  starting_after: text(255).optional(),
  ending_before: text(255).optional(),
};

function invalid(code: string, mustBe: string) {
  return { error: mustBe, params: { code } };
}

function isTextRecord(value: unknown): value is Record<string, string> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((content) => typeof content === "string");
}

function toStripeError(issue: z.core.$ZodIssue, params: Record<string, Param>): StripeApiError {
  const names = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    return unknownParameters(issue.keys.map((key) => bracketed([...names, key])));
  }
  const param = bracketed(names);
  if (valueAt(params, names) === undefined) return missingParameter(param);
  const known = issue.code === "custom" ? issue.params?.["code"] : undefined;
  const code = typeof known === "string" ? known : undefined;
  const message = code ? `Invalid ${param}: it ${issue.message}.` : `Invalid ${param}.`;
  return new StripeApiError(400, { message, param, ...(code ? { code } : {}) });
}

function bracketed([first = "", ...rest]: readonly string[]): string {
  return first + rest.map((name) => `[${name}]`).join("");
}

function valueAt(params: Record<string, Param>, names: readonly string[]): Param | undefined {
  let value: Param | undefined = params;
  for (const name of names) {
    if (typeof value !== "object") return undefined;
    value = (value as Record<string, Param>)[name];
  }
  return value;
}
