import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signContentToken } from "#lib/courses/content-token.ts";
import { openDatabase, type Database } from "#lib/db/client.ts";
import { createContentServer } from "#server/content/content-server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

const SECRET = "a-secret-for-tests-of-at-least-32-characters";
const APP = "https://baton.example";

let database: TestDatabase;
let web: Database;
let server: http.Server;
let base: string;
let token: string;

beforeAll(async () => {
  database = await createTestDatabase();
  web = openDatabase(database.webUrl, { max: 4 });
  server = createContentServer({ db: web.kysely, appUrl: APP, secret: SECRET });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { id } = await web.kysely.selectFrom("course_packages").select("id").executeTakeFirstOrThrow();
  token = signContentToken(id, SECRET, Date.now());
});

afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await web.close();
  await database.drop();
});

/** Asks with the path as it is: fetch would tidy it up. */
function rawStatus(
  path: string,
  method = "GET",
  headers: Record<string, string> = {},
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = http.request(base, { path, method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on("error", reject).end();
  });
}

test("a file of the package comes with its own type, and may be framed by Baton alone", async () => {
  const answer = await fetch(`${base}/p/${token}/files/index.html`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  expect(answer.headers.get("set-cookie")).toBeNull();
  const policy = answer.headers.get("content-security-policy")!;
  expect(policy).toContain(`frame-ancestors 'self' ${APP}`);
  expect(policy).toContain("connect-src 'self' data: blob:");
  expect(policy).toContain("form-action 'none'");
  expect(policy).not.toMatch(/allow-popups|allow-top-navigation|\*/);
  expect(await answer.text()).toContain("<title>Washing hands</title>");
});

test("part of a file is sent when it is asked for", async () => {
  const whole = await (await fetch(`${base}/p/${token}/files/lesson.js`)).text();
  const part = await fetch(`${base}/p/${token}/files/lesson.js`, { headers: { range: "bytes=10-19" } });
  expect(part.status).toBe(206);
  expect(part.headers.get("content-range")).toBe(`bytes 10-19/${Buffer.byteLength(whole)}`);
  expect(await part.text()).toBe(whole.slice(10, 20));
  const outside = await fetch(`${base}/p/${token}/files/lesson.js`, { headers: { range: "bytes=999999-" } });
  expect(outside.status).toBe(416);
});

test("the page around a package names the only page it speaks to", async () => {
  const page = await (await fetch(`${base}/p/${token}/`)).text();
  expect(page).toContain(`data-app-origin="${APP}"`);
  for (const script of ["/frame.js", "/scorm12.js", "/scorm2004.js"]) {
    const { status, headers } = await fetch(base + script);
    expect([status, headers.get("content-type")]).toEqual([200, "text/javascript; charset=utf-8"]);
  }
});

describe("nothing is served", () => {
  test("for a token that is forged, over or another secret's", async () => {
    const { id } = await web.kysely.selectFrom("course_packages").select("id").executeTakeFirstOrThrow();
    const over = signContentToken(id, SECRET, Date.now() - 7 * 3_600_000);
    const foreign = signContentToken(id, `${SECRET}x`, Date.now());
    for (const other of [over, foreign, "x", `${token}x`, "__proto__"])
      expect(await rawStatus(`/p/${other}/files/index.html`)).toBe(404);
  });

  test("from outside of the package, or of another one", async () => {
    const other = signContentToken(crypto.randomUUID(), SECRET, Date.now());
    expect(await rawStatus(`/p/${other}/files/index.html`)).toBe(404);
    for (const path of [
      "../index.html",
      "..%2f..%2fpackage.json",
      "/etc/passwd",
      "%00",
      "index.html%00",
      "%ff",
      "",
    ])
      expect(await rawStatus(`/p/${token}/files/${path}`)).not.toBe(503);
    for (const path of ["../index.html", "..%2f..%2fpackage.json", "%2fetc%2fpasswd", "index.html%00"])
      expect(await rawStatus(`/p/${token}/files/${path}`)).toBe(404);
  });

  test("by Baton's own name, where its cookies would be within reach", async () => {
    for (const host of ["baton.example", "baton.example:3003", "BATON.example"])
      expect(await rawStatus(`/p/${token}/files/index.html`, "GET", { host })).toBe(421);
    expect(await rawStatus(`/p/${token}/files/index.html`, "GET", { host: "content.example" })).toBe(200);
  });

  test("at any other address, nor by any other method", async () => {
    for (const path of ["/", "/p", "/admin", "/api/learn", "/constructor", "/frame.mjs"])
      expect(await rawStatus(path)).toBe(404);
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"])
      expect(await rawStatus(`/p/${token}/files/index.html`, method)).toBe(405);
  });
});
