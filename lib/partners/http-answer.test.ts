import { describe, expect, it } from "vitest";
import { retryAfterSeconds } from "#lib/partners/http-answer.ts";

const NOW = Date.parse("2026-01-15T10:30:00Z");

describe("Retry-After", () => {
  it.each([
    ["0", 0],
    ["7", 7],
    [" 120 ", 120],
    ["Thu, 15 Jan 2026 10:31:30 GMT", 90],
    ["Thu, 15 Jan 2026 10:29:00 GMT", 0],
    ["Fri, 15 Jan 2027 10:30:00 GMT", 86_400],
    ["999999999", 86_400],
  ])("%s is %d seconds from now, a day at most", (header, seconds) => {
    expect(retryAfterSeconds(header, NOW)).toBe(seconds);
  });

  it.each([
    "",
    "-5",
    "1.5",
    "soon",
    "1e9",
    "9999999999",
    "2026-01-15T10:31:30Z",
    "Thu, 99 Foo 2026 10:31:30 GMT",
  ])("%j says nothing", (header) => {
    expect(retryAfterSeconds(header, NOW)).toBeNull();
  });

  it("is unknown when it was not sent", () => {
    expect(retryAfterSeconds(null, NOW)).toBeNull();
  });
});
