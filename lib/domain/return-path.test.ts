import { expect, test } from "vitest";
import { pathOfReferrer, safeReturnPath, signInPath } from "#lib/domain/return-path.ts";

test("a path of this site is kept, query included", () => {
  expect(safeReturnPath("/programs/cpr?a=1")).toBe("/programs/cpr?a=1");
});

test.each([
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "javascript:alert(1)",
  "",
  null,
  `/${"a".repeat(600)}`,
])("%s leads to the dashboard instead", (path) => {
  expect(safeReturnPath(path)).toBe("/student/dashboard");
});

test("the sign-in page remembers where somebody wanted to go", () => {
  const url = new URL(signInPath("/programs/cpr?a=1&b=2"), "http://x");
  expect(url.searchParams.get("next")).toBe("/programs/cpr?a=1&b=2");
});

test("after a form one comes back to the page it was sent from, and never leaves this site", () => {
  expect(pathOfReferrer("https://baton.example/programs?q=a%20b#x")).toBe("/programs?q=a%20b");
  expect(pathOfReferrer("https://evil.example//evil.example/x")).toBe("/");
  for (const none of [null, "", "about:blank", "javascript:alert(1)"]) expect(pathOfReferrer(none)).toBe("/");
});
