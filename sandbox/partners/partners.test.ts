import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, describe, expect, it } from "vitest";
import { sandboxEnv } from "#sandbox/env.ts";
import type { PartnerCounts } from "#sandbox/partners/counts.ts";
import { partnersPart } from "#sandbox/partners/index.ts";
import { startSandbox, type RunningSandbox } from "#sandbox/server.ts";

interface Arrival {
  path: string;
  id: string;
  body: Record<string, unknown>;
}

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

/** Baton's side: a server that keeps what arrives and answers with `status`. */
async function startDoor() {
  const door = { url: "", status: 200, arrivals: [] as Arrival[] };
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      door.arrivals.push({
        path: request.url ?? "",
        id: String(request.headers["webhook-id"]),
        body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>,
      });
      response.writeHead(door.status).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  door.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  endings.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return door;
}

async function start(appUrl: string, dataFile = ":memory:"): Promise<RunningSandbox> {
  const sandbox = await startSandbox({ port: 0, appUrl, dataFile, env: {}, parts: [partnersPart] });
  let isStopped = false;
  const stop = async () => {
    if (isStopped) return;
    isStopped = true;
    await sandbox.stop();
  };
  endings.push(stop);
  return { ...sandbox, stop };
}

/** Calls HSI's API as Baton's connector would, without any of its care. */
async function hsi(sandbox: RunningSandbox, method: string, route: string, body?: unknown, key?: string) {
  const { HSI_API_KEY, HSI_API_SECRET, HSI_ORG_ID = "" } = sandbox.env;
  const response = await fetch(`${sandbox.url}/hsi/v1/${route}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${HSI_API_KEY}:${HSI_API_SECRET}`).toString("base64")}`,
      "x-hsi-organization": HSI_ORG_ID,
      ...(key === undefined ? {} : { "idempotency-key": key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as { data?: Record<string, string>; error?: { code: string } };
  return { status: response.status, data: answer.data ?? {}, code: answer.error?.code };
}

async function enroll(sandbox: RunningSandbox, reference = "step-1") {
  const student = { external_ref: reference, email: `${reference}@example.com`, full_name: "Ada Example" };
  const { data: account } = await hsi(sandbox, "POST", "students", student);
  const wanted = { student_id: account["student_id"], course_code: "HSI-BBP", external_ref: reference };
  const { data: enrollment } = await hsi(sandbox, "POST", "enrollments", wanted);
  return { studentId: account["student_id"] ?? "", id: enrollment["enrollment_id"] ?? "", wanted, student };
}

async function hsiCounts(sandbox: RunningSandbox): Promise<PartnerCounts | undefined> {
  const response = await fetch(`${sandbox.url}/_sandbox/counts`);
  return ((await response.json()) as Record<string, PartnerCounts>)["hsi"];
}

/** Opens the course page the way a browser does, and gives a way to read it and press its buttons. */
async function openCourse(sandbox: RunningSandbox, studentId: string, id: string, returnUrl: string) {
  const launch = { student_id: studentId, return_url: returnUrl };
  const { data } = await hsi(sandbox, "POST", `enrollments/${id}/launch`, launch);
  const arrival = await fetch(data["launch_url"] ?? "", { redirect: "manual" });
  const page = new URL(arrival.headers.get("location") ?? "", sandbox.url);
  const cookie = arrival.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  return {
    page,
    cookie,
    read: async () => (await fetch(page, { headers: { cookie } })).text(),
    press: (act: string, fields: Record<string, string> = {}) =>
      fetch(`${page.href}/${act}`, {
        method: "POST",
        headers: { cookie },
        body: new URLSearchParams(fields),
      }),
  };
}

const PATIENTLY = { timeout: 10_000, interval: 50 };

describe("the sandbox's own count", () => {
  it("shows what a careless caller doubles, and not what one idempotency key repeats", async () => {
    const sandbox = await start("http://127.0.0.1:1");
    const { student, wanted } = await enroll(sandbox);
    expect(await hsiCounts(sandbox)).toMatchObject({ duplicateAccounts: 0, duplicateEnrollments: 0 });
    await hsi(sandbox, "POST", "students", student, "key-a");
    await hsi(sandbox, "POST", "students", student, "key-a");
    await hsi(sandbox, "POST", "enrollments", wanted, "key-b");
    await hsi(sandbox, "POST", "enrollments", wanted, "key-b");
    expect(await hsiCounts(sandbox)).toMatchObject({ duplicateAccounts: 1, duplicateEnrollments: 1 });
    await hsi(sandbox, "POST", "enrollments", wanted, "key-c");
    expect(await hsiCounts(sandbox)).toMatchObject({ duplicateEnrollments: 2 });
  });

  it("refuses an idempotency key that is used for something else", async () => {
    const sandbox = await start("http://127.0.0.1:1");
    const { wanted } = await enroll(sandbox);
    await hsi(sandbox, "POST", "enrollments", wanted, "key");
    const other = await hsi(sandbox, "POST", "enrollments", { ...wanted, course_code: "OTHER" }, "key");
    expect([other.status, other.code]).toEqual([422, "idempotency_key_reused"]);
  });
});

describe("a partner's API", () => {
  it("answers wrong keys, unknown addresses and unreadable bodies in its own words", async () => {
    const sandbox = await start("http://127.0.0.1:1");
    expect(await hsi(sandbox, "GET", "nothing")).toMatchObject({ status: 404, code: "not_found" });
    expect(await hsi(sandbox, "POST", "students", { email: "x" })).toMatchObject({ status: 422 });
    expect(await hsi(sandbox, "POST", "students", ["list"])).toMatchObject({ status: 422 });
    const stranger = await fetch(`${sandbox.url}/hsi/v1/students?external_ref=x`);
    expect([stranger.status, await stranger.json()]).toMatchObject([
      401,
      { error: { code: "unauthorized" } },
    ]);
    const certiport = await fetch(`${sandbox.url}/certiport/api/candidates`);
    expect(await certiport.json()).toMatchObject({ errorCode: "API_KEY_INVALID" });
    const careersafe = await fetch(`${sandbox.url}/careersafe/organizations/x/members`);
    expect(await careersafe.json()).toMatchObject({ reason: "bad-key" });
  });
});

describe("the course page", () => {
  it("leads through lessons, a failed and a passed exam and the skills check to a certificate", async () => {
    const door = await startDoor();
    const sandbox = await start(door.url);
    const { id, studentId } = await enroll(sandbox);
    const course = await openCourse(sandbox, studentId, id, `${door.url}/student/progress`);
    expect(await course.read()).toContain(`href="${door.url}/student/progress"`);
    expect(await course.read()).toContain("Lesson 1 of");
    let pressed = 0;
    while ((await course.read()).includes("/lesson")) {
      expect((await course.press("lesson")).status).toBe(200);
      pressed += 1;
    }
    expect(pressed).toBeGreaterThanOrEqual(3);
    await course.press("exam-fail");
    expect(await course.read()).toContain("You can take the exam again");
    await course.press("exam-pass");
    await course.press("skills");
    expect(await course.read()).toContain("Book your skills session");
    await course.press("book-session", { at: "2031-05-06T15:00", place: "Room <b>7</b>" });
    expect(await course.read()).toContain("Tuesday, May 6, 2031");
    expect(await course.read()).toContain("Room &lt;b&gt;7&lt;/b&gt;");
    await course.press("skills");
    const finished = await course.read();
    expect(finished).toContain("You are certified");
    const [certificateUrl] = /http[^"]+\/certificates\/[^"]+/.exec(finished) ?? [];
    const certificate = await (await fetch(certificateUrl ?? "")).text();
    expect(certificate).toContain("Ada Example");
    expect(certificate).toContain("Valid until");

    await expect.poll(() => door.arrivals.length, PATIENTLY).toBe(pressed + 6);
    const count = (event: string) => door.arrivals.filter(({ body }) => body["event"] === event).length;
    expect(count("progress.updated")).toBe(pressed + 1);
    for (const event of [
      "enrollment.created",
      "exam.failed",
      "session.booked",
      "course.completed",
      "certificate.issued",
    ]) {
      expect(count(event)).toBe(1);
    }
    expect(new Set(door.arrivals.map((arrival) => arrival.path))).toEqual(
      new Set(["/api/webhooks/partners/hsi"]),
    );
  });

  it("opens for its own session only, and leads back to Baton only", async () => {
    const sandbox = await start("http://127.0.0.1:1");
    const mine = await enroll(sandbox, "mine");
    const other = await enroll(sandbox, "other");
    const course = await openCourse(sandbox, mine.studentId, mine.id, "https://evil.example/");
    expect(await course.read()).not.toContain("evil.example");
    expect((await fetch(course.page)).status).toBe(403);
    const foreign = new URL(`/hsi/courses/${other.id}`, sandbox.url);
    expect((await fetch(foreign, { headers: { cookie: course.cookie } })).status).toBe(403);
    const press = await fetch(`${foreign.href}/lesson`, {
      method: "POST",
      headers: { cookie: course.cookie },
    });
    expect(press.status).toBe(403);
  });

  it("goes on for an enrollment an earlier version of the sandbox made", async () => {
    const directory = mkdtempSync(path.join(tmpdir(), "baton-sandbox-"));
    endings.push(() => rmSync(directory, { recursive: true }));
    const file = path.join(directory, "sandbox.db");
    const earlier = await start("http://127.0.0.1:1", file);
    const { id, studentId } = await enroll(earlier);
    await earlier.stop();
    const db = new DatabaseSync(file);
    db.exec(
      `update partner_enrollments set state = json_remove(state, '$.lessons', '$.examAttempts', '$.special')`,
    );
    db.close();
    const sandbox = await start("http://127.0.0.1:1", file);
    const course = await openCourse(sandbox, studentId, id, sandbox.url);
    for (let lesson = 0; lesson < 5; lesson += 1) await course.press("lesson");
    for (const act of ["exam-fail", "exam-pass"]) await course.press(act);
    const { data } = await hsi(sandbox, "GET", `enrollments/${id}/progress`);
    expect(data).toMatchObject({ exam: "passed", exam_attempts: 2 });
  });

  it("shows text of a school as text", async () => {
    const sandbox = await start("http://127.0.0.1:1");
    const { studentId, student } = await enroll(sandbox);
    const wanted = { student_id: studentId, course_code: "<script>1</script>", external_ref: student.email };
    const { data } = await hsi(sandbox, "POST", "enrollments", wanted);
    const course = await openCourse(sandbox, studentId, data["enrollment_id"] ?? "", sandbox.url);
    const page = await course.read();
    expect(page).toContain("&lt;script&gt;");
    expect(page).not.toContain("<script");
  });
});

describe("webhooks", () => {
  it("come again with the same id until they are taken", async () => {
    const door = await startDoor();
    door.status = 500;
    const sandbox = await start(door.url);
    await enroll(sandbox);
    await expect.poll(() => door.arrivals.length, PATIENTLY).toBeGreaterThan(1);
    door.status = 204;
    await expect.poll(async () => (await hsiCounts(sandbox))?.undeliveredWebhooks, PATIENTLY).toBe(0);
    expect(new Set(door.arrivals.map(({ id }) => id)).size).toBe(1);
  });

  it("that were waiting at a stop are sent after the next start, with the same secrets", async () => {
    const directory = mkdtempSync(path.join(tmpdir(), "baton-sandbox-"));
    endings.push(() => rmSync(directory, { recursive: true }));
    const file = path.join(directory, "sandbox.db");
    const first = await start("http://127.0.0.1:1", file);
    await enroll(first);
    expect(await hsiCounts(first)).toMatchObject({ undeliveredWebhooks: 1 });
    await first.stop();
    const door = await startDoor();
    const second = await start(door.url, file);
    await expect.poll(() => door.arrivals.length, PATIENTLY).toBe(1);
    expect(await hsiCounts(second)).toMatchObject({ accounts: 1, enrollments: { enrolled: 1 } });
    expect(second.env["HSI_WEBHOOK_SECRET"]).toBe(first.env["HSI_WEBHOOK_SECRET"]);
    expect(sandboxEnv(second.url, file)).toEqual(second.env);
  });

  it("can be lost, be late, and come twice", async () => {
    const door = await startDoor();
    const sandbox = await start(door.url);
    const setFaults = (faults: unknown) =>
      fetch(`${sandbox.url}/_sandbox/partners/hsi/faults`, { method: "PUT", body: JSON.stringify(faults) });
    await setFaults({ dropWebhookRate: 1 });
    await enroll(sandbox, "lost");
    expect(await hsiCounts(sandbox)).toMatchObject({ droppedWebhooks: 1, undeliveredWebhooks: 0 });
    await setFaults({ lateSeconds: 1000 });
    await enroll(sandbox, "late");
    await setFaults({ duplicateRate: 1 });
    await enroll(sandbox, "twice");
    await expect.poll(() => door.arrivals.length, PATIENTLY).toBe(2);
    expect(new Set(door.arrivals.map(({ id }) => id)).size).toBe(1);
    expect(await hsiCounts(sandbox)).toMatchObject({ undeliveredWebhooks: 1 });
  });
});

describe("the control desk", () => {
  it("shows and sets faults by form and by JSON, and says what is wrong with them", async () => {
    const sandbox = await start("http://127.0.0.1:1");
    const faults = `${sandbox.url}/_sandbox/partners/hsi/faults`;
    const form = await fetch(faults, {
      method: "POST",
      body: new URLSearchParams({ errorRate: "0.25", down: "on", remaining: "" }),
      redirect: "manual",
    });
    expect(form.status).toBe(303);
    expect(await (await fetch(faults)).json()).toMatchObject({
      errorRate: 0.25,
      down: true,
      remaining: null,
    });
    const page = await (await fetch(`${sandbox.url}/_sandbox`)).text();
    expect(page).toContain('value="0.25"');
    for (const wrong of ['{"errorRate":2}', '{"nonsense":1}', "[]", "{", '{"down":"soon"}']) {
      expect((await fetch(faults, { method: "PUT", body: wrong })).status).toBe(422);
    }
    expect((await fetch(`${sandbox.url}/_sandbox/partners/nobody/faults`)).status).toBe(404);
  });

  it("takes a partner down until a moment", async () => {
    const sandbox = await start("http://127.0.0.1:1");
    const setDown = (down: unknown) =>
      fetch(`${sandbox.url}/_sandbox/partners/hsi/faults`, {
        method: "PUT",
        body: JSON.stringify({ down }),
      });
    await setDown(new Date(Date.now() + 60_000).toISOString());
    expect((await hsi(sandbox, "GET", "students?external_ref=x")).status).toBe(500);
    expect((await fetch(`${sandbox.url}/hsi/sso?token=x`)).status).toBe(503);
    await setDown(new Date(Date.now() - 1).toISOString());
    expect((await hsi(sandbox, "GET", "students?external_ref=x")).status).toBe(200);
  });

  it("moves a course from outside, within its rules", async () => {
    const sandbox = await start("http://127.0.0.1:1");
    const { id } = await enroll(sandbox);
    const move = async (act: string, body: unknown = {}) => {
      const url = `${sandbox.url}/_sandbox/partners/hsi/enrollments/${id}/${act}`;
      return (await fetch(url, { method: "POST", body: JSON.stringify(body) })).status;
    };
    expect(await move("progress", { progress: 40 })).toBe(200);
    for (const progress of [-1, 101, 1.5, "40", null]) expect(await move("progress", { progress })).toBe(422);
    expect(await move("nonsense")).toBe(404);
    expect([await move("fail-exam"), await move("complete"), await move("complete")]).toEqual([
      200, 200, 409,
    ]);
    const list = await fetch(`${sandbox.url}/_sandbox/partners/hsi/enrollments?reference=step-1`);
    expect(await list.json()).toMatchObject({ enrollments: [{ id, status: "completed", progress: 100 }] });
  });
});
