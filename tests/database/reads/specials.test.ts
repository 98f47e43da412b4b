/** What a student and an admin see of vouchers, sessions, companions, deadlines and switched-off partners. */
import { expect, test } from "vitest";
import { asUser } from "#lib/db/client.ts";
import { readStepBelongings } from "#lib/db/reads/step-belongings.ts";
import { readStudentEnrollments } from "#lib/db/reads/student-enrollments.ts";
import { openStage } from "#tests/database/reads/stage.ts";
import {
  addPartner,
  addPerson,
  addProgram,
  enroll,
  insert,
  startStep,
  type PartnerRow,
} from "#tests/database/reads/story.ts";

const stage = openStage();

/** A student whose first step runs at the first partner. */
async function running(path: (PartnerRow | PartnerRow[])[], standing: Record<string, unknown> = {}) {
  const student = await addPerson(stage.owner, "Ada Example");
  const program = await addProgram(stage.owner, "Anything", path);
  const { enrollmentId, stepIds } = await enroll(stage.owner, student, program);
  const partnerEnrollment = await startStep(stage.owner, stepIds[0]!, 50);
  for (const [column, value] of Object.entries(standing))
    await stage.owner.query(`update partner_lms_enrollments set ${column} = $1 where id = $2`, [
      value,
      partnerEnrollment,
    ]);
  return { student, enrollmentId, stepId: stepIds[0]!, partnerEnrollment };
}

async function firstStep(student: { claims: Parameters<typeof asUser>[1] }) {
  const { enrollments } = await asUser(stage.web, student.claims, readStudentEnrollments);
  return enrollments[0]!.steps[0]!;
}

test("a student sees what the partner asks of them, days untouched by time zones", async () => {
  const at = new Date("2026-12-01T15:00:00Z");
  const { student } = await running([await addPartner(stage.owner, "HSI")], {
    standing: "session_booked",
    standing_at: at,
    standing_place: "Room 4",
    due_at: new Date("2027-01-01T05:59:59Z"),
    exam_attempts: 1,
    seat_minutes_done: 412,
    seat_minutes_required: 600,
    group_code: "G-77",
    requirement_met_on: "2026-11-20",
  });
  expect((await firstStep(student)).standing).toEqual({
    kind: "session_booked",
    at,
    place: "Room 4",
    dueAt: new Date("2027-01-01T05:59:59Z"),
    examAttempts: 1,
    seatMinutes: { done: 412, required: 600 },
    groupCode: "G-77",
    requirementMetOn: "2026-11-20",
    vouchers: { taken: 0, reserved: false, granted: 0 },
  });
});

test("a step that no partner has taken on yet has no standing", async () => {
  const student = await addPerson(stage.owner, "Newly Example");
  await enroll(
    stage.owner,
    student,
    await addProgram(stage.owner, "Anything", [await addPartner(stage.owner, "HSI")]),
  );
  expect((await firstStep(student)).standing).toBeNull();
});

async function addVoucher(
  about: { partner: PartnerRow; student: { id: string }; partnerEnrollment: string },
  attempt: number,
  status: string,
) {
  await insert(stage.owner, "partner_vouchers", {
    provider_id: about.partner.providerId,
    course_id: about.partner.courseId,
    kind: "exam_voucher",
    external_voucher_id: `V-${about.partnerEnrollment}-${attempt}`,
    status,
    partner_enrollment_id: about.partnerEnrollment,
    student_id: about.student.id,
    attempt,
    reserved_at: new Date(),
  });
}

test("vouchers are counted for the student and listed for the admin, code and number shown to neither", async () => {
  const partner = await addPartner(stage.owner, "Certiport", { kind: "exam" });
  const { student, enrollmentId, stepId, partnerEnrollment } = await running([partner]);
  await addVoucher({ partner, student, partnerEnrollment }, 1, "consumed");
  await addVoucher({ partner, student, partnerEnrollment }, 2, "reserved");

  expect((await firstStep(student)).standing?.vouchers).toEqual({ taken: 2, reserved: true, granted: 0 });

  const admin = await addPerson(stage.owner, "Admin", "admin");
  const belongings = await asUser(stage.web, admin.claims, (tx) => readStepBelongings(tx, enrollmentId));
  const { vouchers } = belongings(stepId);
  expect(vouchers.map(({ attempt, status }) => [attempt, status])).toEqual([
    [1, "consumed"],
    [2, "reserved"],
  ]);
  expect(JSON.stringify(vouchers)).not.toContain("V-");
});

test("courses taken along are shown at their step, with their own progress", async () => {
  const partner = await addPartner(stage.owner, "Milady RISE");
  const { student, stepId } = await running([partner]);
  const course = await insert(stage.owner, "partner_courses", {
    provider_id: partner.providerId,
    course_name: "Client Well-Being",
    course_code: "RISE-1",
  });
  await insert(stage.owner, "companion_enrollments", {
    step_id: stepId,
    student_id: student.id,
    provider_id: partner.providerId,
    course_id: course,
    status: "active",
    progress_percentage: 30,
    external_enrollment_id: `rise-${stepId}`,
  });
  expect((await firstStep(student)).companions).toEqual([
    expect.objectContaining({ courseName: "Client Well-Being", status: "active", progress: 30 }),
  ]);
  const other = await addPerson(stage.owner, "Other");
  const belongings = await asUser(stage.web, other.claims, (tx) => readStepBelongings(tx, stepId));
  expect(belongings(stepId).companions).toEqual([]);
});

test("a partner that was switched off: the active options of that very position are named, no others", async () => {
  const gone = await addPartner(stage.owner, "Gone College");
  const open = await addPartner(stage.owner, "Open College", { course: "The same thing" });
  const closed = await addPartner(stage.owner, "Closed College", { active: false });
  const later = await addPartner(stage.owner, "Later College");
  const student = await addPerson(stage.owner, "Ada Example");
  const program = await addProgram(stage.owner, "Anything", [[gone], [later]]);
  const { stepIds } = await enroll(stage.owner, student, program);
  await startStep(stage.owner, stepIds[0]!);
  for (const option of [open, closed])
    await insert(stage.owner, "program_partner_lms", {
      program_id: program.id,
      provider_id: option.providerId,
      course_id: option.courseId,
      sequence_order: 1,
    });
  expect((await firstStep(student)).alternatives).toEqual([]);

  await stage.owner.query("update partner_lms_providers set active = false where id = $1", [gone.providerId]);
  expect((await firstStep(student)).alternatives).toEqual([
    {
      stepId: stepIds[0],
      courseName: "The same thing",
      partner: { slug: open.slug, name: "Open College" },
    },
  ]);
});

test("a partner's document says whether it was checked, and from when it should be renewed", async () => {
  const partner = await addPartner(stage.owner, "JRI");
  const { student, partnerEnrollment } = await running([partner]);
  const verifiedAt = new Date("2026-11-03T10:00:00Z");
  await insert(stage.owner, "partner_certificates", {
    enrollment_id: partnerEnrollment,
    student_id: student.id,
    provider_id: partner.providerId,
    certificate_number: "JRI-1",
    expiration_date: "2028-11-20",
    verification: "confirmed",
    verified_at: verifiedAt,
  });
  expect((await firstStep(student)).certificates).toEqual([
    expect.objectContaining({ renewFrom: "2028-09-21", verification: "confirmed", verifiedAt }),
  ]);
});
