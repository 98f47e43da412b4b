import { expect, test } from "vitest";
import { asUser } from "#lib/db/client.ts";
import { findEnrollment, listEnrollments } from "#lib/db/reads/admin-enrollments.ts";
import { findFailure, listOpenFailures } from "#lib/db/reads/admin-failures.ts";
import { listMails } from "#lib/db/reads/admin-mails.ts";
import { readAdminOverview } from "#lib/db/reads/admin-overview.ts";
import { listSteps } from "#lib/db/reads/admin-steps.ts";
import { PAGE_SIZE } from "#lib/db/reads/page-of.ts";
import { readStepEvents } from "#lib/db/reads/step-events.ts";
import { openStage } from "#tests/database/reads/stage.ts";
import {
  addPartner,
  addPerson,
  addProgram,
  completeStep,
  enroll,
  insert,
  startStep,
  type PersonRow,
} from "#tests/database/reads/story.ts";

const stage = openStage();

async function enrolled(name: string) {
  const student = await addPerson(stage.owner, name);
  const partners = [await addPartner(stage.owner, "HSI"), await addPartner(stage.owner, "Certiport")];
  const program = await addProgram(stage.owner, "CNA", partners);
  return { student, ...(await enroll(stage.owner, student, program, "CNA")) };
}

function fail(student: PersonRow, enrollmentId: string, about: Record<string, unknown> = {}) {
  return insert(stage.owner, "partner_lms_enrollment_failures", {
    student_id: student.id,
    enrollment_id: enrollmentId,
    subject: `enrollment:${enrollmentId}`,
    reason: "partner_rejected",
    owner: "partner",
    error_message: "HSI refused the enrollment",
    ...about,
  });
}

const admin = () => addPerson(stage.owner, "Admin", "admin");

test("an admin finds a student's enrollments by part of the name or e-mail, with path and failures", async () => {
  const { student, enrollmentId } = await enrolled("Quintilla Example");
  await fail(student, enrollmentId);
  const { claims } = await admin();

  const byName = await asUser(stage.web, claims, (tx) => listEnrollments(tx, "quintil", 1));
  const byMail = await asUser(stage.web, claims, (tx) => listEnrollments(tx, student.claims.email, 1));

  expect(byName.rows).toEqual(byMail.rows);
  expect(byName.rows).toMatchObject([
    { id: enrollmentId, openFailures: 1, orderStatus: "paid", student: { name: "Quintilla Example" } },
  ]);
  expect(byName.rows[0]!.steps.map((step) => step.status)).toEqual(["enrolling", "pending"]);
});

test("the search takes wildcards literally", async () => {
  await enrolled("Percy Example");
  const { claims } = await admin();
  expect((await asUser(stage.web, claims, (tx) => listEnrollments(tx, "per%y", 1))).rows).toEqual([]);
});

test("a long list comes in pages that say whether another follows", async () => {
  const { student, enrollmentId } = await enrolled("Pagina Example");
  for (let index = 0; index <= PAGE_SIZE; index++)
    await fail(student, enrollmentId, { subject: `event:${index}` });
  const { claims } = await admin();
  const page = (number: number) =>
    asUser(stage.web, claims, (tx) => listOpenFailures(tx, { search: "Pagina", enrollmentId: null }, number));
  expect(await page(1)).toMatchObject({ rows: { length: PAGE_SIZE }, hasNext: true });
  expect(await page(2)).toMatchObject({ rows: { length: 1 }, hasNext: false });
});

test("a failure shows reason, owner, retries, student, partner and purchase", async () => {
  const { student, enrollmentId } = await enrolled("Felix Example");
  const nextRetryAt = new Date("2026-11-21T00:00:00Z");
  const id = await fail(student, enrollmentId, { retry_count: 3, next_retry_at: nextRetryAt });
  const { claims } = await admin();

  expect(await asUser(stage.web, claims, (tx) => findFailure(tx, id))).toMatchObject({
    reason: "partner_rejected",
    owner: "partner",
    retryCount: 3,
    nextRetryAt,
    title: "CNA",
    student: { email: student.claims.email },
    resolution: null,
  });
});

test("the failures of one enrollment are listed alone", async () => {
  const { student, enrollmentId } = await enrolled("Solo Example");
  const other = await enrolled("Solo Other");
  const id = await fail(student, enrollmentId);
  await fail(other.student, other.enrollmentId);
  const { claims } = await admin();
  const found = await asUser(stage.web, claims, (tx) =>
    listOpenFailures(tx, { search: "", enrollmentId }, 1),
  );
  expect(found.rows.map((failure) => failure.id)).toEqual([id]);
});

test("a resolved failure leaves the list", async () => {
  const { student, enrollmentId } = await enrolled("Resolva Example");
  await fail(student, enrollmentId, { resolved_at: new Date(), resolution: "it worked" });
  const { claims } = await admin();
  expect(
    (
      await asUser(stage.web, claims, (tx) =>
        listOpenFailures(tx, { search: "Resolva", enrollmentId: null }, 1),
      )
    ).rows,
  ).toEqual([]);
});

test("steps are listed by state, with the last news of the partner", async () => {
  const { enrollmentId, stepIds } = await enrolled("Stepan Example");
  await startStep(stage.owner, stepIds[0]!, 30);
  const { claims } = await admin();
  const list = (status: "in_progress" | "pending" | null) =>
    asUser(stage.web, claims, (tx) => listSteps(tx, { status, search: "Stepan" }, 1));

  expect((await list("in_progress")).rows).toMatchObject([
    { enrollmentId, position: 1, progress: 30, partner: { name: "HSI" } },
  ]);
  expect((await list("pending")).rows).toMatchObject([{ position: 2 }]);
  expect((await list(null)).rows).toHaveLength(2);
});

test("the history of an enrollment tells who moved what and why", async () => {
  const { enrollmentId, stepIds } = await enrolled("Historia Example");
  await startStep(stage.owner, stepIds[0]!);
  await completeStep(stage.owner, stepIds[0]!);
  const { claims } = await admin();

  const events = await asUser(stage.web, claims, (tx) => readStepEvents(tx, enrollmentId));

  expect(events.map((event) => event.toStatus)).toEqual([
    "pending",
    "pending",
    "enrolling",
    "in_progress",
    "completed",
    "enrolling",
  ]);
  expect(events[0]!.cause).toBe("generated from the order");
});

test("the overview counts what is under way, being set up and broken", async () => {
  const { claims } = await admin();
  const before = await asUser(stage.web, claims, readAdminOverview);
  const { student, enrollmentId } = await enrolled("Countess Example");
  await fail(student, enrollmentId);
  expect(await asUser(stage.web, claims, readAdminOverview)).toEqual({
    ...before,
    activeEnrollments: before.activeEnrollments + 1,
    stepsBeingSetUp: before.stepsBeingSetUp + 1,
    openFailures: before.openFailures + 1,
  });
});

test("mails are listed by address", async () => {
  await insert(stage.owner, "mails", {
    to_address: "maily@example.com",
    template: "order_paid",
    subject_key: "order:1",
    data: "{}",
  });
  const { claims } = await admin();
  expect((await asUser(stage.web, claims, (tx) => listMails(tx, "maily", 1))).rows).toMatchObject([
    { to: "maily@example.com", status: "queued", template: "order_paid" },
  ]);
});

test("a student sees none of it beyond their own rows", async () => {
  const { student, enrollmentId } = await enrolled("Snoopy Example");
  await fail(student, enrollmentId);
  const other = await addPerson(stage.owner, "Other");
  const seen = await asUser(stage.web, other.claims, async (tx) => ({
    overview: await readAdminOverview(tx),
    enrollment: await findEnrollment(tx, enrollmentId),
    enrollments: (await listEnrollments(tx, "", 1)).rows,
    failures: (await listOpenFailures(tx, { search: "", enrollmentId: null }, 1)).rows,
    steps: (await listSteps(tx, { status: null, search: "" }, 1)).rows,
    mails: (await listMails(tx, "", 1)).rows,
  }));
  expect(seen).toEqual({
    overview: { activeEnrollments: 0, stepsBeingSetUp: 0, openFailures: 0, completedEnrollments: 0 },
    enrollment: null,
    enrollments: [],
    failures: [],
    steps: [],
    mails: [],
  });
});
