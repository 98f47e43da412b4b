import { expect, test } from "vitest";
import { findFault } from "#server/page-gate.ts";

const APP_URL = "https://baton.example";
const FORM = { "content-type": "multipart/form-data; boundary=x", "content-length": "10" };

function statusOf(method: string, url: string, headers: Record<string, string> = {}): number {
  return findFault({ method, url, headers: { host: "baton.example", ...headers } }, APP_URL)?.status ?? 200;
}

test("visits, forms of ours and calls of routes go on", () => {
  for (const url of ["/", "/programs?q=100%&q=%C3%A9", "/verify/abc", "/api/student/partner-enrollments"])
    for (const method of ["GET", "HEAD"]) expect(statusOf(method, url)).toBe(200);
  expect(statusOf("POST", "/sign-in", FORM)).toBe(200);
  expect(statusOf("POST", "/sign-in", { ...FORM, "next-action": "a".repeat(42) })).toBe(200);
  expect(statusOf("POST", "/sign-out", { "content-type": "application/x-www-form-urlencoded" })).toBe(200);
  expect(statusOf("POST", "/api/auth/sign-in/email", { "content-type": "application/json" })).toBe(200);
});

test("an address that holds a NUL or broken escapes is no address", () => {
  for (const url of ["/programs?q=%00", "/verify/%00", "/%", "/programs/%E0%A4%A"])
    expect(statusOf("GET", url)).toBe(400);
});

test("nothing is put, patched, deleted or traced", () => {
  for (const method of ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
    for (const url of ["/programs", "/api/enrollments/create"]) expect(statusOf(method, url)).toBe(405);
});

test("a page takes only what its forms send", () => {
  expect(statusOf("POST", "/programs")).toBe(405);
  expect(statusOf("POST", "/sign-in", { "content-type": "application/x-www-form-urlencoded" })).toBe(405);
  expect(statusOf("POST", "/sign-in", { "content-type": "text/plain", "next-action": "a" })).toBe(415);
});

test("a body is announced and bounded, also for routes", () => {
  for (const url of ["/sign-in", "/api/auth/sign-in/email"]) {
    expect(statusOf("POST", url, { ...FORM, "content-length": String(64 * 1024) })).toBe(200);
    expect(statusOf("POST", url, { ...FORM, "content-length": String(64 * 1024 + 1) })).toBe(413);
    expect(statusOf("POST", url, { ...FORM, "transfer-encoding": "chunked" })).toBe(411);
  }
});

test("what a page of another site sends is refused", () => {
  for (const headers of [
    { origin: "https://evil.example" },
    { origin: "https://baton.example.evil.example" },
    { origin: "http://baton.example:81" },
    { origin: "no origin" },
    { origin: APP_URL, "sec-fetch-site": "cross-site" },
  ])
    expect(statusOf("POST", "/sign-in", { ...FORM, ...headers })).toBe(403);
  for (const headers of [
    { origin: APP_URL },
    { origin: APP_URL, host: "10.0.0.7:3000" },
    { origin: "http://localhost:3000", host: "localhost:3000" },
    { origin: "https://proxied.example", host: "10.0.0.7", "x-forwarded-host": "proxied.example" },
  ])
    expect(statusOf("POST", "/sign-in", { ...FORM, ...headers })).toBe(200);
});
