/** Bad input to every page and route: a plain 4xx, nothing written, nothing told about our insides. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formOf, readActions } from "#tests/e2e/routes/actions.ts";
import { appRoutes } from "#tests/e2e/routes/app-routes.ts";
import { BAD_BODIES, KEYS_OF_AN_ORDER } from "#tests/e2e/routes/bad-bodies.ts";
import { problemsOf, tellsInsides, type Refuse } from "#tests/e2e/routes/refused.ts";
import { fill } from "#tests/e2e/routes/tables.ts";
import { openSchool, secretsInLogs, type School } from "#tests/e2e/routes/school.ts";

const JSON_TYPE = { "content-type": "application/json" };

let school: School;

beforeAll(async () => {
  school = await openSchool();
});

afterAll(() => school?.stop());

async function expectNoProblem(work: (refuse: Refuse) => Promise<void>): Promise<void> {
  expect(await problemsOf(school, work)).toEqual([]);
}

function postOf(body: string | object, headers: Record<string, string> = {}): RequestInit {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { method: "POST", headers: { ...JSON_TYPE, ...headers }, body: text };
}

describe("an address that names nothing is refused", () => {
  const NAMES = [
    randomUUID(),
    "1",
    "null",
    "__proto__",
    "constructor",
    "x".repeat(3000),
    "%00",
    "%E0%A4%A",
    "..%2f..%2fetc%2fpasswd",
    "%27%20or%201%3D1%20--",
    "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "%F0%9F%92%A9",
  ];

  test.each(appRoutes().filter((route) => route.includes("[")))("%s", async (route) => {
    const [method, pattern = ""] = route.split(" ");
    const person = route.includes("/admin/") ? school.admin : school.studentA;
    await expectNoProblem(async (refuse) => {
      for (const name of NAMES)
        await refuse(person, pattern.replace(/\[[^\]]+\]/, name), method === "POST" ? postOf("{}") : {});
    });
  });
});

describe("a query that nobody would write is shown no error", () => {
  const SCRIPT = "%3Cscript%3Ealert(1)%3C/script%3E";
  const VALUES = ["-1", "1e99", "%27", "%25", "__proto__", "constructor", "x".repeat(900), SCRIPT, "%ff"];
  const NAMES = [
    ..."q page status category length sort partner price session_id id next".split(" "),
    ..."problem token error retried callbackURL a[b]".split(" "),
  ];
  const PAGES = appRoutes().filter((route) => route.startsWith("GET") && !route.includes("["));

  test.each(PAGES)("%s", async (route) => {
    const address = route.slice("GET ".length);
    await expectNoProblem((refuse) => refuse(null, `${address}?q=%00`));
    for (const person of [null, school.admin])
      for (const value of VALUES)
        for (const query of [
          NAMES.map((name) => `${name}=${value}`),
          NAMES.map((name) => `${name}=2&${name}=${value}`),
        ]) {
          const answer = await school.ask(person, `${address}?${query.join("&")}`);
          expect([200, 307, 401, 404]).toContain(answer.status);
          expect(tellsInsides(answer)).toBe(false);
          expect(answer.body).not.toContain("<script>alert");
        }
  });
});

describe("a body that is none is refused", () => {
  const ADDRESSES = [
    "/api/enrollments/create",
    "/api/partner/enroll",
    "/api/admin/partners/hsi/switch",
    "/api/stripe/webhook",
    "/api/webhooks/partners/hsi",
    "/api/webhooks/partners/certiport",
    "/api/webhooks/partners/careersafe",
    "/api/auth/sign-up/email",
    "/api/auth/sign-in/email",
    "/api/auth/sign-in/magic-link",
    "/api/auth/request-password-reset",
    "/api/auth/reset-password",
    "/api/auth/send-verification-email",
    "/api/auth/change-password",
    "/api/auth/update-user",
    "/api/auth/passkey/verify-registration",
    "/api/auth/passkey/verify-authentication",
    "/api/auth/passkey/update-passkey",
    "/api/auth/passkey/delete-passkey",
    "/api/language",
    "/api/student/legal-name",
    "/api/learn/{attemptId}/{lessonId}/video",
    "/api/learn/{attemptId}/{lessonId}/package",
    "/api/learn/{attemptId}/{lessonId}/package/open",
    "/api/admin/course-files",
  ];

  test.each(Object.keys(BAD_BODIES))("%s", async (name) => {
    await expectNoProblem(async (refuse) => {
      for (const address of ADDRESSES)
        await refuse(school.studentB, fill(school, address), { method: "POST", ...BAD_BODIES[name] });
    });
  });
});

test("an order takes nothing but a program and options", async () => {
  const order = (more: string) => postOf(`{"programSlug":"cna-training",${more}}`);
  await expectNoProblem(async (refuse) => {
    for (const key of KEYS_OF_AN_ORDER) {
      for (const value of ["1", '"paid"', "null", "{}"])
        await refuse(school.studentB, "/api/enrollments/create", order(`"${key}":${value}`));
      await refuse(school.studentB, "/api/enrollments/create", {
        ...postOf(`programSlug=cna-training&${key}=1`, {
          "content-type": "application/x-www-form-urlencoded",
        }),
      });
    }
    for (const more of [
      '"__proto__":{"price":1}',
      '"optionIds":"x"',
      '"optionIds":["x"]',
      '"optionIds":[null]',
      `"optionIds":["${randomUUID()}"]`,
      '"optionIds":{"length":1}',
      '"programSlug":"no-such-program"',
      '"programSlug":"../admin"',
      `"programSlug":"${"x".repeat(5000)}"`,
    ])
      await refuse(school.studentB, "/api/enrollments/create", order(more));
  });
});

test("what another student has is not there for anybody else", async () => {
  const { ids, studentB, admin } = school;
  await expectNoProblem(async (refuse) => {
    for (const person of [studentB, admin]) {
      await refuse(person, `/api/partner-launch/${ids["enrollmentId"]}`);
      await refuse(person, `/lms/courses/${ids["enrollmentId"]}/launch`);
      await refuse(person, `/api/certificates/${ids["certificateId"]}/pdf`);
      await refuse(person, `/checkout/return?session_id=${ids["sessionId"]}`);
      await refuse(person, `/learn/${ids["attemptId"]}`);
      await refuse(
        person,
        `/api/learn/${ids["attemptId"]}/${ids["lessonId"]}/video`,
        postOf({ position: 1 }),
      );
    }
    await refuse(studentB, `/api/admin/failures/${ids["failureId"]}/retry`, postOf("{}"));
    await refuse(studentB, `/admin/enrollments/${ids["enrollmentId"]}`);
    await refuse(studentB, `/api/learn/files/${ids["fileId"]}`);
  });
});

test("a page of another site sends nothing in a person's name", async () => {
  const posts = appRoutes().filter((route) => route.startsWith("POST") && !route.includes("webhook"));
  await expectNoProblem(async (refuse) => {
    for (const route of posts)
      for (const headers of [
        { origin: "https://evil.example" },
        { origin: "http://127.0.0.1" },
        { "sec-fetch-site": "cross-site" },
      ]) {
        const address = route
          .slice("POST ".length)
          .replace("[failureId]", school.ids["failureId"]!)
          .replace("[...all]", "sign-out");
        await refuse(school.admin, address, postOf({ programSlug: "cna-training" }, headers));
      }
  });
});

test("every address takes its own methods only", async () => {
  const routes = appRoutes();
  const addresses = new Set(routes.map((route) => route.split(" ")[1]!));
  const taken: string[] = [];
  for (const address of addresses)
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      if (routes.includes(`${method} ${address}`)) continue;
      const real = address.replace("[partner]", "hsi").replaceAll(/[[\]]/g, "");
      const { status } = await school.ask(school.admin, real, { method });
      if (status !== 405) taken.push(`${method} ${address} answered ${status}`);
    }
  expect(taken).toEqual([]);
});

describe("a form that Baton did not write", () => {
  const UNKNOWN = `60${"0".repeat(40)}`;

  test("is refused by every page", async () => {
    await expectNoProblem(async (refuse) => {
      for (const { id, page } of readActions())
        for (const about of [
          postOf("[]", { "next-action": id, "content-type": "text/plain;charset=UTF-8" }),
          postOf("email=x", { "content-type": "application/x-www-form-urlencoded" }),
          formOf({ 0: "[]" }, { "next-action": "x" }),
          formOf({ 0: "[]" }, { "next-action": UNKNOWN }),
          formOf({ 0: "[]" }, { "next-action": id, origin: "https://evil.example" }),
          formOf({ [`$ACTION_ID_${UNKNOWN}`]: "" }),
          formOf({ [`$ACTION_ID_${id}`]: "", big: "x".repeat(100_000) }),
        ])
          await refuse(null, page, about);
    });
  });

  // Next decides the status here, and takes what it cannot read for an error of its own.
  test("gets a number and nothing else when Next itself cannot read it", async () => {
    const problems = await problemsOf(school, async () => {
      for (const { id, page } of readActions())
        for (const field of ["[", "[]", '["$1:__proto__"]']) {
          const { status, body } = await school.ask(null, page, formOf({ 0: field }, { "next-action": id }));
          expect(status).toBe(500);
          expect(body).toMatch(/^0:\{[^{}]{0,100}\}\n1:E\{"digest":"\d+"\}\n$/);
        }
    });
    expect(problems).toEqual([]);
  });
});

describe("an account", () => {
  const account = { name: "Cleo Curious", email: "cleo@example.com", password: "correct horse battery" };

  test("is made without choosing its id, a role, or that the address is verified", async () => {
    const chosen = { id: school.studentA.id, role: "admin", emailVerified: true, aal: "aal2" };
    const { status } = await school.ask(null, "/api/auth/sign-up/email", postOf({ ...account, ...chosen }));
    expect(status).toBe(200);
    const { rows } = await school.owner.query(
      `select "emailVerified" as verified, u.id = $2 as taken,
         exists (select from user_roles where user_id = u.id) as has_role
       from identity."user" u where email = $1`,
      [account.email, school.studentA.id],
    );
    expect(rows).toEqual([{ verified: false, taken: false, has_role: false }]);
  });

  test.each([
    ["an empty name", { name: "" }],
    ["a name of spaces", { name: "  " }],
    ["a name without end", { name: "x".repeat(201) }],
    ["a NUL in the name", { name: "a\u0000b" }],
    ["a line break in the name", { name: "a\nb" }],
    ["a picture", { image: "javascript:alert(1)" }],
    ["a NUL in the address", { email: "a\u0000@example.com" }],
    ["an address without end", { email: `${"x".repeat(400)}@example.com` }],
    ["a short password", { password: "short" }],
    ["a password without end", { password: "x".repeat(201) }],
    ["a way on to another site", { callbackURL: "https://evil.example/" }],
    ["a way on to another site without its scheme", { callbackURL: "//evil.example/" }],
  ])("is not made with %s", async (_, wrong) => {
    const other = { ...account, email: "dora@example.com" };
    await expectNoProblem((refuse) =>
      refuse(null, "/api/auth/sign-up/email", postOf({ ...other, ...wrong })),
    );
  });

  test.each([
    ["an empty name", { name: "" }],
    ["a NUL in the name", { name: "a\u0000b" }],
    ["a name without end", { name: "x".repeat(60_000) }],
    ["a picture", { image: "https://evil.example/a.png" }],
    ["another address", { email: "other@example.com" }],
    ["another id", { id: randomUUID() }],
    ["a role", { role: "admin" }],
    ["another state", { emailVerified: false }],
  ])("does not get %s afterwards", async (_, wrong) => {
    await expectNoProblem((refuse) => refuse(school.studentB, "/api/auth/update-user", postOf(wrong)));
  });
});

test("after all of it the log names nobody and holds no session", async () => {
  const log = await school.stop();
  expect(log).toContain("web listens");
  for (const secret of secretsInLogs(school)) expect(log).not.toContain(secret);
});
