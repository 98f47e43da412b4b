import { expect, test } from "vitest";
import { asUser } from "#lib/db/client.ts";
import { readStudentEnrollments } from "#lib/db/reads/student-enrollments.ts";
import { openStage } from "#tests/database/reads/stage.ts";
import {
  addCertificate,
  addOrder,
  addPartner,
  addPerson,
  addProgram,
  completeStep,
  enroll,
  insert,
  startStep,
} from "#tests/database/reads/story.ts";

const stage = openStage();

async function threeSteps() {
  const partners = [
    await addPartner(stage.owner, "HSI"),
    await addPartner(stage.owner, "Certiport", { kind: "exam" }),
    await addPartner(stage.owner, "CareerSafe"),
  ];
  return addProgram(stage.owner, "Medical Assistant", partners);
}

test("a student sees the path of their enrollment in order, with partner, progress and state", async () => {
  const student = await addPerson(stage.owner, "Ada Example");
  const { enrollmentId, stepIds } = await enroll(
    stage.owner,
    student,
    await threeSteps(),
    "Medical Assistant",
  );
  await startStep(stage.owner, stepIds[0]!);
  await completeStep(stage.owner, stepIds[0]!);
  await startStep(stage.owner, stepIds[1]!, 40);

  const { enrollments } = await asUser(stage.web, student.claims, readStudentEnrollments);

  expect(enrollments).toHaveLength(1);
  expect(enrollments[0]).toMatchObject({ id: enrollmentId, title: "Medical Assistant", status: "active" });
  expect(enrollments[0]!.steps.map((s) => [s.partner.name, s.status, s.progress])).toEqual([
    ["HSI", "completed", 100],
    ["Certiport", "in_progress", 40],
    ["CareerSafe", "pending", 0],
  ]);
  expect(enrollments[0]!.steps[1]!.course.kind).toBe("exam");
});

test("a student sees nothing of another student", async () => {
  const [one, other] = [await addPerson(stage.owner, "One"), await addPerson(stage.owner, "Other")];
  await enroll(stage.owner, one, await threeSteps());
  expect(await asUser(stage.web, other.claims, readStudentEnrollments)).toEqual({
    orders: [],
    enrollments: [],
  });
});

test("an admin's own pages show their own rows, not everybody's", async () => {
  const [student, admin] = [
    await addPerson(stage.owner, "Stu"),
    await addPerson(stage.owner, "Adm", "admin"),
  ];
  const program = await threeSteps();
  await enroll(stage.owner, student, program);
  const mine = await enroll(stage.owner, admin, program);

  const seen = await asUser(stage.web, admin.claims, readStudentEnrollments);

  expect(seen.enrollments.map((e) => e.id)).toEqual([mine.enrollmentId]);
  expect(seen.orders.map((o) => o.id)).toEqual([mine.orderId]);
});

test("an order offers its payment page only while it can still be used", async () => {
  const student = await addPerson(stage.owner, "Pay");
  const program = await threeSteps();
  const unpaid = { status: "awaiting_payment", checkout_url: "https://pay.example/1" };
  const inAnHour = new Date(Date.now() + 3_600_000);
  const open = await addOrder(stage.owner, student, program, { ...unpaid, checkout_expires_at: inAnHour });
  const late = await addOrder(stage.owner, student, program, { ...unpaid, checkout_expires_at: new Date(0) });

  const { orders } = await asUser(stage.web, student.claims, readStudentEnrollments);
  const urlOf = (id: string) => orders.find((order) => order.id === id)?.checkoutUrl;

  expect(urlOf(open)).toBe("https://pay.example/1");
  expect(urlOf(late)).toBeNull();
});

test("a valid certificate is shown rather than the revoked one before it", async () => {
  const student = await addPerson(stage.owner, "Cert");
  const { enrollmentId } = await enroll(stage.owner, student, await threeSteps());
  const revoked = { status: "revoked", revoked_at: new Date(), revoked_reason: "name misspelt" };
  await addCertificate(stage.owner, student, enrollmentId, revoked);
  const valid = await addCertificate(stage.owner, student, enrollmentId, { issued_at: new Date(0) });

  const { enrollments } = await asUser(stage.web, student.claims, readStudentEnrollments);

  expect(enrollments[0]!.certificate).toMatchObject({ publicId: valid, status: "valid" });
});

test("a partner's document is shown at its step, its days untouched by time zones", async () => {
  const student = await addPerson(stage.owner, "Doc");
  const { stepIds } = await enroll(stage.owner, student, await threeSteps());
  const partnerEnrollment = await startStep(stage.owner, stepIds[0]!);
  const { rows } = await stage.owner.query("select provider_id from enrollment_steps where id = $1", [
    stepIds[0],
  ]);
  await insert(stage.owner, "partner_certificates", {
    enrollment_id: partnerEnrollment,
    student_id: student.id,
    provider_id: rows[0].provider_id,
    certificate_number: "CARD-1",
    issued_date: "2026-01-31",
  });

  const { enrollments } = await asUser(stage.web, student.claims, readStudentEnrollments);

  expect(enrollments[0]!.steps[0]!.certificates).toEqual([
    expect.objectContaining({ number: "CARD-1", issuedDate: "2026-01-31", expirationDate: null }),
  ]);
});
