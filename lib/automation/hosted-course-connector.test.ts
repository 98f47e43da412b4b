import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHostedConnector } from "#lib/automation/hosted-course-connector.ts";
import { openDatabase, type Database } from "#lib/db/client.ts";
import type { PartnerConnector } from "#lib/partners/base.ts";
import { addPerson } from "#tests/database/reads/story.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

const COURSE = { externalCourseCode: "BA-FOOD-SAFETY", kind: "course" };

let database: TestDatabase;
let worker: Database;
let connector: PartnerConnector;
let account: { externalAccountId: string };

beforeAll(async () => {
  database = await createTestDatabase();
  worker = openDatabase(database.workerUrl, { max: 8 });
  connector = createHostedConnector({ db: worker.kysely, appUrl: "https://baton.example" });
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const { id, claims } = await addPerson(owner, "Ada Example", "student");
  await owner.end();
  account = await connector.createAccount({ studentId: id, email: claims.email, fullName: "Ada" }, "key");
});

afterAll(async () => {
  await worker.close();
  await database.drop();
});

describe("the connector of our own courses keeps the contract", () => {
  test("an enrollment asked for twice, and eight times at once, is one", async () => {
    const reference = crypto.randomUUID();
    const all = await Promise.all(
      Array.from({ length: 8 }, () => connector.enrollInCourse(account, COURSE, reference, "key")),
    );
    const { externalEnrollmentId } = await connector.enrollInCourse(account, COURSE, reference, "key");
    expect(new Set(all.map((one) => one.externalEnrollmentId))).toEqual(new Set([externalEnrollmentId]));
    expect(await connector.getProgress(externalEnrollmentId)).toMatchObject({
      progress: 0,
      completed: false,
    });
  });

  test("an ended enrollment stays ended, and asked for again another one begins", async () => {
    const reference = crypto.randomUUID();
    const first = await connector.enrollInCourse(account, COURSE, reference, "key");
    await connector.cancelEnrollment(first.externalEnrollmentId, "key");
    await connector.cancelEnrollment(first.externalEnrollmentId, "key");
    const second = await connector.enrollInCourse(account, COURSE, reference, "key");
    expect(second.externalEnrollmentId).not.toBe(first.externalEnrollmentId);
    expect(await connector.getProgress(first.externalEnrollmentId)).toMatchObject({ completed: false });
  });

  test("a course that is not there or has no lessons asks for a person", async () => {
    const unknown = { externalCourseCode: "NOBODY", kind: "course" };
    await expect(
      connector.enrollInCourse(account, unknown, crypto.randomUUID(), "key"),
    ).rejects.toMatchObject({ kind: "action_required", partner: "self" });
  });

  test("an enrollment nobody knows has no progress", async () => {
    expect(await connector.getProgress(crypto.randomUUID())).toBeNull();
  });

  test("nobody outside speaks for it, and a stored event says only what was stored", () => {
    const delivery = { headers: new Headers(), body: "{}", receivedAt: 0 };
    expect(() => connector.verifyWebhook(delivery)).toThrow(/no_secret/);
    for (const body of ["", "null", "[]", "{}", '{"type":"course.completed"}', '{"type":"exam.failed"}'])
      expect(() => connector.parseWebhook(body)).toThrow(/malformed/);
    const attemptId = crypto.randomUUID();
    const event = { type: "course.completed", attemptId, progress: 100, at: "2026-11-20T12:00:00.000Z" };
    expect(connector.parseWebhook(JSON.stringify(event))).toEqual([
      expect.objectContaining({ type: "course.completed", externalEnrollmentId: attemptId, progress: 100 }),
    ]);
  });
});
