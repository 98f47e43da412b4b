import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { POST as retryFailure } from "#app/api/admin/failures/[failureId]/retry/route.ts";
import { answering } from "#app/api/answer.ts";
import { GET as certificatePdf } from "#app/api/certificates/[certificateId]/pdf/route.ts";
import { GET as partnerLaunch } from "#app/api/partner-launch/[enrollmentId]/route.ts";
import { POST as miladyAutoEnroll } from "#app/api/milady/auto-enroll/route.ts";
import { POST as enrollAgain } from "#app/api/partner/enroll/route.ts";
import { POST as stripeWebhook } from "#app/api/stripe/webhook/route.ts";
import { GET as partnerEnrollments } from "#app/api/student/partner-enrollments/route.ts";
import { POST as partnerWebhook } from "#app/api/webhooks/partners/[partner]/route.ts";
import { GET as courseLaunch } from "#app/lms/courses/[enrollmentId]/launch/route.ts";
import {
  addCertificate,
  addProgram,
  completeStep,
  enroll,
  insert,
  startStep,
  type EnrollmentRow,
} from "#tests/database/reads/story.ts";
import { ask, openApiStage, params, refusalOf, type ApiStage } from "#tests/support/api-stage.ts";

let stage: ApiStage;
let done: EnrollmentRow;
let certificateId: string;

beforeAll(async () => {
  stage = await openApiStage();
  const program = await addProgram(stage.owner, "Route program", [stage.partner]);
  done = await enroll(stage.owner, stage.student, program);
  await startStep(stage.owner, done.stepIds[0]!, 100);
  await completeStep(stage.owner, done.stepIds[0]!);
  const publicId = await addCertificate(stage.owner, stage.student, done.enrollmentId);
  const row = await stage.one<{ id: string }>("select id from certificates where public_id = $1", publicId);
  certificateId = row.id;
});

afterAll(() => stage.close());

describe("GET /api/student/partner-enrollments", () => {
  const read = (cookie?: string) =>
    partnerEnrollments(ask("/api/student/partner-enrollments", cookie ? { cookie } : {}), params({}));

  test("shows a student their own enrollments with steps and certificate, and to nobody else", async () => {
    const response = await read(stage.student.cookie);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const own = (await response.json()) as { enrollments: { id: string }[] };
    expect(own.enrollments).toMatchObject([
      { id: done.enrollmentId, status: "completed", certificate: { id: certificateId } },
    ]);
    for (const { cookie } of [stage.other, stage.admin])
      expect(await (await read(cookie)).json()).toMatchObject({ enrollments: [] });
  });

  test("asks a visitor to sign in", async () => {
    expect(await refusalOf(await read())).toEqual({ status: 401, code: "sign_in" });
  });
});

describe("launching", () => {
  const byApi = (id: string, cookie?: string) =>
    partnerLaunch(ask(`/api/partner-launch/${id}`, cookie ? { cookie } : {}), params({ enrollmentId: id }));
  const byButton = (id: string, cookie?: string) =>
    courseLaunch(ask(`/lms/courses/${id}/launch`, cookie ? { cookie } : {}), params({ enrollmentId: id }));

  test("knows no enrollment of somebody else, nor one that does not exist", async () => {
    for (const id of [done.enrollmentId, randomUUID(), "1", "x".repeat(300), "__proto__", "%00"])
      for (const launch of [byApi, byButton])
        expect(await refusalOf(await launch(id, stage.other.cookie))).toEqual({
          status: 404,
          code: "not_found",
        });
  });

  test("says why a course cannot be started: to a program as JSON, to a person on their path", async () => {
    expect((await refusalOf(await byApi(done.enrollmentId, stage.student.cookie))).status).toBe(409);
    const sent = await byButton(done.enrollmentId, stage.student.cookie);
    expect(sent.status).toBe(303);
    expect(sent.headers.get("location")).toMatch(/^\/student\/progress\?problem=[a-z_]+#/);
  });

  test("lets a visitor sign in first and come back", async () => {
    expect(await refusalOf(await byApi(done.enrollmentId))).toEqual({ status: 401, code: "sign_in" });
    const sent = await byButton(done.enrollmentId);
    const back = encodeURIComponent(`/lms/courses/${done.enrollmentId}/launch`);
    expect(sent.headers.get("location")).toBe(`/sign-in?next=${back}`);
  });
});

describe("POST /api/admin/failures/[failureId]/retry", () => {
  let failureId: string;
  const retry = (id: string, cookie?: string, headers: Record<string, string> = {}) =>
    retryFailure(
      ask(`/api/admin/failures/${id}/retry`, { body: "", headers, ...(cookie ? { cookie } : {}) }),
      params({ failureId: id }),
    );

  beforeAll(async () => {
    failureId = await insert(stage.owner, "partner_lms_enrollment_failures", {
      subject: `step:${done.stepIds[0]}`,
      reason: "partner_error",
      owner: "partner",
      error_message: "The partner does not answer.",
      student_id: stage.student.id,
    });
  });

  test("exists for admins only", async () => {
    const before = await stage.count("inbox_events");
    for (const { cookie } of [stage.student, stage.other])
      expect(await refusalOf(await retry(failureId, cookie))).toEqual({ status: 404, code: "not_found" });
    expect(await refusalOf(await retry(failureId))).toEqual({ status: 401, code: "sign_in" });
    for (const id of [randomUUID(), "nothing", "__proto__"])
      expect(await refusalOf(await retry(id, stage.admin.cookie))).toEqual({
        status: 404,
        code: "not_found",
      });
    const foreign = await retry(failureId, stage.admin.cookie, { origin: "https://evil.example" });
    expect(await refusalOf(foreign)).toEqual({ status: 403, code: "foreign_origin" });
    expect(await stage.count("inbox_events")).toBe(before);
  });

  test("asks the worker once, and sends an admin's page back to the list", async () => {
    const before = await stage.count("inbox_events");
    expect((await retry(failureId, stage.admin.cookie)).status).toBe(202);
    const page = await retry(failureId, stage.admin.cookie, { accept: "text/html" });
    expect(page.status).toBe(303);
    expect(page.headers.get("location")).toBe(`/admin?retried=${failureId}`);
    const written = (await stage.count("inbox_events")) - before;
    expect(written).toBeGreaterThanOrEqual(1);
    expect(written).toBeLessThanOrEqual(2); // two when the minute turned in between
  });
});

describe("POST /api/partner/enroll", () => {
  const enroll = (body: string, cookie?: string, headers: Record<string, string> = {}) =>
    enrollAgain(
      ask("/api/partner/enroll", {
        body,
        headers: { "content-type": "application/json", ...headers },
        ...(cookie ? { cookie } : {}),
      }),
      params({}),
    );
  const step = () => JSON.stringify({ stepId: done.stepIds[0] });

  test("exists for admins only, and for steps that exist", async () => {
    const before = await stage.count("inbox_events");
    for (const { cookie } of [stage.student, stage.other])
      expect(await refusalOf(await enroll(step(), cookie))).toEqual({ status: 404, code: "not_found" });
    expect(await refusalOf(await enroll(step()))).toEqual({ status: 401, code: "sign_in" });
    const unknown = JSON.stringify({ stepId: randomUUID() });
    expect(await refusalOf(await enroll(unknown, stage.admin.cookie))).toEqual({
      status: 404,
      code: "not_found",
    });
    const foreign = await enroll(step(), stage.admin.cookie, { origin: "https://evil.example" });
    expect(await refusalOf(foreign)).toEqual({ status: 403, code: "foreign_origin" });
    for (const body of [
      "",
      "{}",
      '{"stepId":"1"}',
      '{"stepId":7}',
      step().replace("}", ',"status":"completed"}'),
    ])
      expect(await refusalOf(await enroll(body, stage.admin.cookie))).toEqual({
        status: 400,
        code: "malformed",
      });
    expect(await stage.count("inbox_events")).toBe(before);
  });

  test("asks the worker once a minute, and sends an admin's form to the story of the enrollment", async () => {
    const before = await stage.count("inbox_events");
    const response = await enroll(step(), stage.admin.cookie);
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({ enrolling: done.stepIds[0] });
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const page = await enroll(`stepId=${done.stepIds[0]}`, stage.admin.cookie, form);
    expect([page.status, page.headers.get("location")]).toEqual([
      303,
      `/admin/enrollments/${done.enrollmentId}?asked=again`,
    ]);
    const written = (await stage.count("inbox_events")) - before;
    expect(written).toBeGreaterThanOrEqual(1);
    expect(written).toBeLessThanOrEqual(2); // two when the minute turned in between
  });
});

describe("POST /api/milady/auto-enroll", () => {
  const autoEnroll = (body: object, cookie?: string) =>
    miladyAutoEnroll(
      ask("/api/milady/auto-enroll", {
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
        ...(cookie ? { cookie } : {}),
      }),
      params({}),
    );

  beforeAll(async () => {
    const milady = await stage.one<{ providerId: string; courseId: string; slug: string }>(
      `select p.id as "providerId", c.id as "courseId", p.provider_type as slug
       from partner_lms_providers p join partner_courses c on c.provider_id = p.id
       where p.provider_type = 'milady' and exists (
         select from partner_course_requirements r where r.course_id = c.id) limit 1`,
    );
    const program = await addProgram(stage.owner, "Curriculum", [milady]);
    const learner = await enroll(stage.owner, stage.other, program);
    await startStep(stage.owner, learner.stepIds[0]!, 10);
  });

  test("asks for the student themself, or for anybody when an admin asks", async () => {
    const own = await autoEnroll({}, stage.other.cookie);
    expect([own.status, await own.json()]).toEqual([202, { enrolling: stage.other.id }]);
    expect((await autoEnroll({ studentId: stage.other.id }, stage.admin.cookie)).status).toBe(202);
  });

  test("knows nothing of other people's courses, nor of people who have none there", async () => {
    const before = await stage.count("inbox_events");
    for (const [body, { cookie }] of [
      [{ studentId: stage.other.id }, stage.student],
      [{}, stage.student],
      [{}, stage.admin],
      [{ studentId: randomUUID() }, stage.admin],
    ] as const)
      expect(await refusalOf(await autoEnroll(body, cookie))).toEqual({ status: 404, code: "not_found" });
    expect(await refusalOf(await autoEnroll({}))).toEqual({ status: 401, code: "sign_in" });
    expect(await refusalOf(await autoEnroll({ partner: "hsi" }, stage.other.cookie))).toEqual({
      status: 400,
      code: "malformed",
    });
    expect(await stage.count("inbox_events")).toBe(before);
  });
});

describe("GET /api/certificates/[certificateId]/pdf", () => {
  const pdf = (id: string, cookie?: string) =>
    certificatePdf(
      ask(`/api/certificates/${id}/pdf`, cookie ? { cookie } : {}),
      params({ certificateId: id }),
    );

  test("gives the holder a PDF, named without their name", async () => {
    const response = await pdf(certificateId, stage.student.cookie);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/pdf");
    expect(response.headers.get("content-disposition")).toMatch(
      /^attachment; filename="certificate-\d+\.pdf"$/,
    );
    expect(response.headers.get("cache-control")).toContain("no-store");
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
  });

  test("gives it to nobody else, and none that was revoked", async () => {
    for (const { cookie } of [stage.other, stage.admin])
      expect(await refusalOf(await pdf(certificateId, cookie))).toEqual({ status: 404, code: "not_found" });
    expect(await refusalOf(await pdf(certificateId))).toEqual({ status: 401, code: "sign_in" });
    for (const id of [randomUUID(), "7", "../../etc/passwd"])
      expect((await refusalOf(await pdf(id, stage.student.cookie))).status).toBe(404);
    await stage.owner.query(
      "update certificates set status = 'revoked', revoked_at = now(), revoked_reason = 'a test' where id = $1",
      [certificateId],
    );
    expect((await refusalOf(await pdf(certificateId, stage.student.cookie))).status).toBe(404);
  });
});

describe("the doors as routes", () => {
  test("store a signed Stripe event once and refuse a forged one", async () => {
    const id = `evt_${randomUUID()}`;
    const body = JSON.stringify({ id, object: "event", type: "planet.discovered" });
    const seconds = Math.floor(Date.now() / 1000);
    const secret = stage.sandbox.env["STRIPE_WEBHOOK_SECRET"]!.split(",")[0]!;
    const mac = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
    const send = (signature: string) =>
      stripeWebhook(ask("/api/stripe/webhook", { body, headers: { "stripe-signature": signature } }));
    for (const response of [await send(`t=${seconds},v1=${mac}`), await send(`t=${seconds},v1=${mac}`)])
      expect(response.status).toBe(200);
    expect(await refusalOf(await send(`t=${seconds},v1=${"0".repeat(64)}`))).toEqual({
      status: 400,
      code: "bad_signature",
    });
    expect(await stage.one("select count(*)::int as n from inbox_events where event_id = $1", id)).toEqual({
      n: 1,
    });
  });

  test("know no unknown partner", async () => {
    const response = await partnerWebhook(
      ask("/api/webhooks/partners/nobody", { body: "{}" }),
      params({ partner: "nobody" }),
    );
    expect(await refusalOf(response)).toEqual({ status: 404, code: "unknown_partner" });
  });
});

describe("an error that nobody expected", () => {
  test("is answered with a number for support and nothing else", async () => {
    const route = answering("broken", () => Promise.reject(new Error("secret of ada@example.com")));
    const response = await route(ask("/"), params({}));
    const text = await response.clone().text();
    expect(await refusalOf(response)).toEqual({ status: 500, code: "internal" });
    expect(text).not.toContain("secret");
    expect(text).toMatch(/[0-9a-f]{8}-[0-9a-f-]{27}/);
  });

  test("is answered 503 when it is the database that is away", async () => {
    const lost = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:5432"), { code: "ECONNREFUSED" });
    const response = await answering("away", () => Promise.reject(lost))(ask("/"), params({}));
    expect(await refusalOf(response)).toEqual({ status: 503, code: "unavailable" });
  });
});
