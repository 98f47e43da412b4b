/** What no statement may do: move a step, an enrollment or an order past the functions and the worker. */
import { expect, test } from "vitest";
import type { Identity } from "#tests/database/access/identities.ts";
import { openAccessStage } from "#tests/database/access/stage.ts";

const stage = openAccessStage();

const FORBIDDEN_TO_EVERYBODY = [
  "update enrollment_steps set status = 'completed'",
  "update enrollment_steps set status = status where false",
  "update enrollment_steps set student_id = auth.uid()",
  "update enrollment_steps set completed_at = now(), partner_enrollment_id = null",
  "insert into enrollment_steps select * from enrollment_steps",
  "delete from enrollment_steps",
  "update enrollments set status = 'completed', completed_at = now()",
  "update enrollments set user_id = auth.uid()",
  "update step_events set actor = 'somebody else'",
  "insert into step_events (step_id, enrollment_id, student_id, to_status, actor, cause) select step_id, enrollment_id, student_id, 'completed', 'me', 'I say so' from step_events",
  "delete from step_events",
  "update certificates set status = 'valid', revoked_at = null, revoked_reason = null",
  "update certificates set holder_name = 'Somebody Else'",
  "update profiles set legal_name_confirmed_at = now()",
  "update applications set student_id = auth.uid()",
  "insert into applications (public_id, program_id, full_name, email) select gen_random_uuid()::text, id, 'A', 'a@example.com' from programs limit 1",
  "update deletion_requests set due_at = now()",
  "update deletion_requests set done_at = now()",
  "update ledger_entries set amount_cents = 0",
  "delete from ledger_entries",
  "delete from orders",
  "delete from inbox_events",
  "update inbox_events set body = '{}'",
  "insert into user_roles (user_id, role) values (auth.uid(), 'super_admin')",
  "update user_roles set role = 'super_admin'",
  "delete from user_roles",
  "update programs set price_cents = 0",
  "update partner_lms_providers set active = true",
  "truncate enrollment_steps cascade",
];

test.each(FORBIDDEN_TO_EVERYBODY)("nobody who connects may: %s", async (statement) => {
  expect(await whoAnswers(stage.identities, statement)).toEqual([]);
});

test.each([
  "insert into orders (student_id, program_id, amount_cents, currency, description, status, paid_at) select student_id, program_id, 0, currency, description, 'paid', now() from orders limit 1",
  "update orders set status = 'paid', paid_at = now()",
  "update orders set amount_cents = 1",
  "update orders set currency = 'jpy'",
  "update orders set student_id = student_id",
  "update orders set program_id = program_id",
  "update orders set option_ids = '{}'",
  "update orders set refunded_cents = 0",
  "update orders set livemode = true",
  "update profiles set id = gen_random_uuid()",
  "update profiles set legal_name = 'Somebody Else'",
  "update partner_lms_enrollments set progress_percentage = 100",
  "update partner_lms_enrollments set status = 'completed'",
  "update partner_lms_enrollments set student_id = student_id",
  "update mails set to_address = 'me@example.com'",
  "insert into mails (to_address, template, subject_key, data, status) values ('me@example.com', 'x', 'x', '{}', 'sent')",
])("no page may: %s", async (statement) => {
  const pages = stage.identities.filter(({ name }) => name !== "baton_worker");
  expect(await whoAnswers(pages, statement)).toEqual([]);
});

test.each([
  "update course_attempts set status = 'completed', completed_at = now()",
  "update lesson_progress set percentage = 100, completed_at = now()",
  "insert into lesson_progress (attempt_id, lesson_id, student_id, percentage) select attempt_id, lesson_id, student_id, 100 from lesson_progress",
  "insert into quiz_tries (attempt_id, lesson_id, student_id, number, answers, score, passed) select attempt_id, lesson_id, student_id, 9, '{}', 100, true from quiz_tries",
  "update scorm_states set completed_at = now(), score = 100",
  "delete from quiz_tries",
])("no person may say of themselves: %s", async (statement) => {
  const people = stage.identities.filter(({ role }) => role === "anon" || role === "authenticated");
  expect(await whoAnswers(people, statement)).toEqual([]);
});

test("no student reads a right answer", async () => {
  const students = stage.identities.filter(({ name }) => name.startsWith("student"));
  for (const student of students)
    expect(await student.ask((ask) => ask("select * from quiz_answers"))).toMatchObject({ rows: [] });
});

test("a page adds the checkout to an order that awaits payment, and to no other", async () => {
  const web = stage.identities.find(({ name }) => name === "baton_web")!;
  const { studentA, studentB } = stage.world;
  const outcome = await web.ask((ask) =>
    ask("update orders set checkout_url = 'https://pay.example/1' returning status, student_id"),
  );
  expect(outcome).toMatchObject({
    rows: [
      { status: "awaiting_payment", student_id: studentA.id },
      { status: "awaiting_payment", student_id: studentB.id },
    ],
  });
});

test("the worker opens an enrollment only as active, and never writes its status", async () => {
  const worker = stage.identities.filter(({ name }) => name === "baton_worker");
  const open = (columns: string, values: string) =>
    `insert into enrollments (user_id, order_id, title${columns}) select student_id, id, 'x'${values} from orders where status = 'awaiting_payment' limit 1`;
  expect(await whoAnswers(worker, open("", ""))).toEqual(["baton_worker"]);
  expect(await whoAnswers(worker, open(", status", ", 'active'"))).toEqual([]);
});

/** A constraint that stops a statement is no answer to "may they?": it counts as answered. */
async function whoAnswers(identities: readonly Identity[], statement: string): Promise<string[]> {
  const answered: string[] = [];
  for (const identity of identities)
    if ((await identity.ask((ask) => ask(statement))).kind !== "refused") answered.push(identity.name);
  return answered;
}
