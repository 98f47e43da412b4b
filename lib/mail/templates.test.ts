import { expect, test } from "vitest";
import { MailError } from "#lib/mail/mail-error.ts";
import { SAMPLES } from "#lib/mail/samples.test-data.ts";
import { isMailTemplate, MAIL_TEMPLATES, parseMailData } from "#lib/mail/templates.ts";

test.each(MAIL_TEMPLATES)("%s: data comes back from the database as it went in", (template) => {
  const stored: unknown = JSON.parse(JSON.stringify(SAMPLES[template]));
  expect(parseMailData(template, stored)).toEqual(SAMPLES[template]);
});

test.each(MAIL_TEMPLATES)("%s: each missing field is named and nothing it holds is told", (template) => {
  for (const field of Object.keys(SAMPLES[template])) {
    const { [field]: gone, ...rest } = SAMPLES[template] as Record<string, unknown>;
    const error = refusal(() => parseMailData(template, { ...rest, [field]: { was: gone } }));
    expect(error.kind).toBe("rejected");
    expect(error.message).toContain(field);
    expect(error.message).not.toContain(String(gone));
  }
});

test("a sign-in link that leads elsewhere is refused", () => {
  for (const url of [
    "https://evil.example/verify?token=abc",
    "http://baton.example/verify",
    "https://baton.example.evil.example/",
    "https://baton.example@evil.example/",
    "javascript:alert(1)",
  ])
    expect(refusal(() => parseMailData("magic-link", { ...SAMPLES["magic-link"], url })).message).toContain(
      "url",
    );
});

test("amounts must be whole minor units", () => {
  for (const amountCents of [-1, 1.5, "100", null, Number.NaN])
    expect(
      refusal(() => parseMailData("order-paid", { ...SAMPLES["order-paid"], amountCents })).message,
    ).toContain("amountCents");
});

test("a slug or a public id cannot change where a link leads", () => {
  for (const programSlug of ["../admin", "a/b", "a?b", "//evil.example", ""])
    expect(() => parseMailData("order-failed", { ...SAMPLES["order-failed"], programSlug })).toThrow(
      MailError,
    );
  for (const publicId of ["../../admin/x/y/z/a/b", "x", "7k2m9q4c8x1v5d3b?6n0p2r4s8w"])
    expect(() => parseMailData("certificate-issued", { ...SAMPLES["certificate-issued"], publicId })).toThrow(
      MailError,
    );
});

test("only known template names are templates", () => {
  expect(isMailTemplate("access-ready")).toBe(true);
  for (const name of ["", "welcome", "constructor", "__proto__", "toString"])
    expect(isMailTemplate(name)).toBe(false);
});

function refusal(attempt: () => unknown): MailError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof MailError) return error;
    throw error;
  }
  throw new Error("was not refused");
}
