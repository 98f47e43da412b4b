import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { partnersPart } from "#sandbox/partners/index.ts";
import { startSandbox, type RunningSandbox } from "#sandbox/server.ts";

const MIB = 1024 * 1024;

let sandbox: RunningSandbox;
beforeAll(async () => {
  const appUrl = "http://127.0.0.1:1";
  sandbox = await startSandbox({ port: 0, appUrl, dataFile: ":memory:", env: {}, parts: [partnersPart] });
});
afterAll(() => sandbox.stop());
beforeEach(() => setFaults({}));

async function setFaults(faults: unknown): Promise<void> {
  const url = `${sandbox.url}/_sandbox/partners/hsi/faults`;
  const response = await fetch(url, { method: "PUT", body: JSON.stringify(faults) });
  expect(response.status).toBe(200);
}

function hsi(method: string, route: string, body?: unknown): Promise<Response> {
  const { HSI_API_KEY, HSI_API_SECRET, HSI_ORG_ID = "" } = sandbox.env;
  const basic = Buffer.from(`${HSI_API_KEY}:${HSI_API_SECRET}`).toString("base64");
  return fetch(`${sandbox.url}/hsi/v1/${route}`, {
    method,
    redirect: "manual",
    headers: { authorization: `Basic ${basic}`, "x-hsi-organization": HSI_ORG_ID },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

let people = 0;
/** A student with a finished course, and the addresses to read them by. */
async function graduate() {
  const reference = `ref-${(people += 1)}`;
  const post = async (route: string, body: unknown) =>
    ((await (await hsi("POST", route, body)).json()) as { data: Record<string, string> }).data;
  const email = `${reference}@example.com`;
  const student = await post("students", { external_ref: reference, email, full_name: "Ada Example" });
  const wanted = { student_id: student["student_id"], course_code: "HSI-BBP", external_ref: reference };
  const enrollment = await post("enrollments", wanted);
  const id = enrollment["enrollment_id"] ?? "";
  const desk = `${sandbox.url}/_sandbox/partners/hsi/enrollments/${id}/complete`;
  expect((await fetch(desk, { method: "POST", body: "{}" })).status).toBe(200);
  return { id, reference, studentId: student["student_id"], route: `enrollments/${id}/progress` };
}

/** What comes instead of the right answer. */
async function hostile(hostileAnswer: string) {
  await setFaults({});
  const { route } = await graduate();
  await setFaults({ hostileAnswer });
  return hsi("GET", route);
}

describe("a hostile answer", () => {
  it.each([
    ["web-page", /^<!doctype html>/],
    ["nothing", /^$/],
    ["null", /^null$/],
    ["list", /^\[\]$/],
    ["empty-object", /^\{\}$/],
    ["wrong-types", /"online_progress":\{"value":1\}/],
    ["unknown-fields", /"unknown":\{"deep"/],
    ["proto-fields", /"__proto__":\{"polluted":true\},"constructor"/],
    ["negative-numbers", /"online_progress":-1\b/],
    ["huge-numbers", /"online_progress":1e\+300/],
    ["broken-dates", /"completed_at":"2026-02-30T25:61:00Z".*"issued_on":"2026-02-30"/],
    ["markup", /"card_number":"\\"><script>/],
    ["long-text", /"card_number":"(long ){40000}"/],
    ["right-to-left", /"card_number":"\u202e/],
    ["control-characters", /"card_number":"a\\u0000b/],
  ])("of kind %s is what it says", async (kind, text) => {
    expect(await (await hostile(kind)).text()).toMatch(text);
  });

  it("without UTF-8 holds a byte no text has", async () => {
    const bytes = Buffer.from(await (await hostile("not-utf8")).arrayBuffer());
    expect(bytes.includes(0xff)).toBe(true);
  });

  it("over 1 MiB and a gzip bomb are right answers behind blanks", async () => {
    const big = await (await hostile("over-1-mib")).text();
    expect(big.length).toBeGreaterThan(MIB);
    expect(JSON.parse(big)).toMatchObject({ data: { online_progress: 1 } });
    const bomb = await hostile("gzip-bomb");
    expect(Number(bomb.headers.get("content-length"))).toBeLessThan(2 * MIB);
    const unfolded = await readSome(bomb, 8 * MIB);
    expect(unfolded).toBeGreaterThanOrEqual(8 * MIB);
  });

  it("of 1 GiB comes as fast as it is taken, one byte a second does not", async () => {
    expect(await readSome(await hostile("one-gib"), 8 * MIB)).toBeGreaterThanOrEqual(8 * MIB);
    const trickle = (await hostile("byte-a-second")).body?.getReader();
    expect((await trickle?.read())?.value?.length).toBe(1);
    const next = trickle?.read().then(() => "came");
    const soon = new Promise((resolve) => setTimeout(() => resolve("not yet"), 300));
    expect(await Promise.race([next, soon])).toBe("not yet");
    await trickle?.cancel();
  });

  it("cut off in the middle breaks the connection, a redirect leads to itself", async () => {
    await expect((await hostile("cut-off")).text()).rejects.toThrow("terminated");
    const redirect = await hostile("redirect");
    expect([redirect.status, redirect.headers.get("location")]).toEqual([307, redirect.url]);
  });

  it("about somebody else names another's record, or another's id with this reference", async () => {
    const other = await graduate();
    const mine = await graduate();
    const find = async () =>
      ((await (await hsi("GET", `enrollments?external_ref=${mine.reference}`)).json()) as { data: unknown })
        .data;
    await setFaults({ hostileAnswer: "foreign-record" });
    expect(await find()).toMatchObject([{ enrollment_id: other.id, external_ref: other.reference }]);
    await setFaults({ hostileAnswer: "reused-id" });
    expect(await find()).toMatchObject([{ enrollment_id: other.id, external_ref: mine.reference }]);
  });

  it("comes as often as wanted, and no more than so many times", async () => {
    const { route } = await graduate();
    await setFaults({ hostileAnswer: "null", hostileRate: 0 });
    expect(await (await hsi("GET", route)).json()).not.toBeNull();
    await setFaults({ hostileAnswer: "null", remaining: 1 });
    expect(await (await hsi("GET", route)).json()).toBeNull();
    expect(await (await hsi("GET", route)).json()).not.toBeNull();
  });
});

describe("trouble before the work", () => {
  it("asks to come again after seconds or at a date", async () => {
    const { route } = await graduate();
    const wait = async (faults: object) => {
      await setFaults({ rateLimitRate: 1, ...faults });
      const response = await hsi("GET", route);
      expect(response.status).toBe(429);
      return response.headers.get("retry-after") ?? "";
    };
    expect(await wait({})).toBe("1");
    expect(await wait({ retryAfterSeconds: 77 })).toBe("77");
    const date = await wait({ retryAfterSeconds: 60, retryAfterAs: "date" });
    expect(date).toMatch(/GMT$/);
    expect(Date.parse(date) - Date.now()).toBeGreaterThan(58_000);
    expect(Date.parse(date) - Date.now()).toBeLessThan(62_000);
  });

  it("can be a broken connection, and then nothing was done", async () => {
    await setFaults({ resetBeforeRate: 1 });
    const student = { external_ref: "never", email: "never@example.com", full_name: "Never Made" };
    await expect(hsi("POST", "students", student)).rejects.toThrow("fetch failed");
    await setFaults({});
    const found = await hsi("GET", "students?external_ref=never");
    expect(await found.json()).toEqual({ data: [] });
  });
});

describe("a launch", () => {
  it("leads wherever the faults say", async () => {
    const { id, studentId } = await graduate();
    await setFaults({ launchAddress: "javascript:alert(1)" });
    const wanted = { student_id: studentId, return_url: "http://127.0.0.1:1/" };
    const answer = await hsi("POST", `enrollments/${id}/launch`, wanted);
    expect(await answer.json()).toMatchObject({ data: { launch_url: "javascript:alert(1)" } });
  });
});

describe("the faults form", () => {
  it("shows what is set, takes every kind of field, and clears all", async () => {
    const faults = `${sandbox.url}/_sandbox/partners/hsi/faults`;
    const fields = {
      hostileAnswer: "gzip-bomb",
      hostileRate: "0.5",
      retryAfterAs: "date",
      launchAddress: 'https://evil.example/"><script>',
    };
    await fetch(faults, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
    expect(await (await fetch(faults)).json()).toMatchObject({ ...fields, hostileRate: 0.5 });
    const page = async () => (await fetch(`${sandbox.url}/_sandbox`)).text();
    const filled = await page();
    expect(filled).toContain("Faults: 4 set");
    expect(filled).toMatch(/<option value="gzip-bomb" selected>/);
    expect(filled).toContain("https://evil.example/&quot;&gt;&lt;script&gt;");
    await fetch(faults, { method: "POST", body: new URLSearchParams(), redirect: "manual" });
    expect(await page()).not.toContain("Faults: 4 set");
  });
});

/** Reads at least `wanted` bytes of a body, then leaves. Returns how many came. */
async function readSome(response: Response, wanted: number): Promise<number> {
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size >= wanted) break;
  }
  return size;
}
