/** Rows of two students in every table there is, so that "no rows" in a test means refused and not empty. */
import type pg from "pg";
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
  type PersonRow,
} from "#tests/database/reads/story.ts";

export interface World {
  studentA: PersonRow;
  studentB: PersonRow;
  admin: PersonRow;
}

/** Fills every table of every schema: each student has a whole story of their own. */
export async function fillWorld(owner: pg.Client): Promise<World> {
  const world = {
    studentA: await addPerson(owner, "Ada Example", "student"),
    studentB: await addPerson(owner, "Bea Example", "student"),
    admin: await addPerson(owner, "Adele Admin", "admin"),
  };
  for (const person of Object.values(world)) await addAccount(owner, person);
  await addStory(owner, world.studentA);
  await addStory(owner, world.studentB);
  await owner.query(
    "insert into course_upload_parts (upload_id, position, created_by, bytes) values (gen_random_uuid(), 0, $1, 'x')",
    [world.admin.id],
  );
  await addSignInTraces(owner);
  await addQueueTraces(owner);
  await addMonitoringTraces(owner);
  return world;
}

/** Signs a person up and in, as the sign-in library would. */
async function addAccount(owner: pg.Client, { id, claims }: PersonRow): Promise<void> {
  await owner.query(
    `insert into identity."user" (id, name, email, "emailVerified") values ($1, 'A Person', $2, true)`,
    [id, claims.email],
  );
  await owner.query(
    `insert into identity.session ("expiresAt", token, "updatedAt", "userId")
     values (now() + interval '1 day', 'token-' || $1::text, now(), $1::uuid)`,
    [id],
  );
  await owner.query(
    `insert into identity.account ("accountId", "providerId", "userId", password, "updatedAt")
     values ($1::text, 'credential', $1::uuid, 'a hash', now())`,
    [id],
  );
  await owner.query(
    `insert into identity.passkey ("publicKey", "userId", "credentialID", counter, "deviceType", "backedUp")
     values ('a key', $1::uuid, 'credential-' || $1::text, 0, 'singleDevice', false)`,
    [id],
  );
}

/** Adds one program finished with its certificate, one order unpaid, one failure, one mail, one event, the books. */
export async function addStory(owner: pg.Client, student: PersonRow): Promise<void> {
  const partner = await addPartner(owner, "HSI");
  const elsewhere = await addPartner(owner, "CareerSafe");
  const program = await addProgram(owner, "First Aid", [partner, partner]);
  const { orderId, enrollmentId, stepIds } = await enroll(owner, student, program, "First Aid");
  let partnerEnrollment = "";
  for (const stepId of stepIds) {
    partnerEnrollment = await startStep(owner, stepId, 50);
    await completeStep(owner, stepId);
  }
  await addCertificate(owner, student, enrollmentId);
  await addOrder(owner, student, program, { status: "awaiting_payment" });

  const mine = { student_id: student.id, provider_id: partner.providerId };
  await insert(owner, "partner_accounts", { ...mine, external_account_id: `acc-${student.id}` });
  await insert(owner, "partner_certificates", {
    ...mine,
    enrollment_id: partnerEnrollment,
    certificate_number: "C-1",
  });
  await insert(owner, "partner_lms_enrollment_failures", {
    ...mine,
    enrollment_id: enrollmentId,
    subject: `enrollment:${enrollmentId}`,
    reason: "partner_rejected",
    owner: "partner",
    error_message: "HSI refused the enrollment",
  });
  await insert(owner, "partner_vouchers", {
    ...mine,
    kind: "promo_code",
    code: `CODE-${student.id}`,
    status: "consumed",
    partner_enrollment_id: partnerEnrollment,
    attempt: 1,
  });
  await insert(owner, "companion_enrollments", {
    ...mine,
    step_id: stepIds[0],
    course_id: partner.courseId,
  });
  await insert(owner, "partner_switches", {
    student_id: student.id,
    enrollment_id: enrollmentId,
    step_id: stepIds[0],
    order_id: orderId,
    option_id: orderId,
    from_provider_id: partner.providerId,
    from_course_id: partner.courseId,
    to_provider_id: elsewhere.providerId,
    to_course_id: elsewhere.courseId,
    actor: "user:somebody",
    paid_cents: 0,
    price_cents: 0,
    refund_cents: 0,
    currency: "usd",
  });
  const money = { order_id: orderId, student_id: student.id, amount_cents: 10_000, currency: "usd" };
  const payment = { ...money, purpose: "payment", reference: "cs_1" };
  await insert(owner, "ledger_entries", { ...payment, account: "stripe_balance" });
  await insert(owner, "ledger_entries", { ...payment, account: "program_sales", amount_cents: -10_000 });
  await insert(owner, "transfers", { ...money, provider_id: partner.providerId, purpose: "share" });
  await insert(owner, "mails", {
    student_id: student.id,
    to_address: student.claims.email,
    template: "order_paid",
    subject_key: `order:${orderId}`,
    data: "{}",
    text_body: "Thank you",
    html_body: "<p>Thank you</p>",
  });
  await insert(owner, "notifications", {
    student_id: student.id,
    template: "order-paid",
    subject_key: orderId,
  });
  await owner.query(
    "insert into notification_choices (student_id, topic, channel, wanted) values ($1, 'steps', 'mail', false)",
    [student.id],
  );
  await insert(owner, "applications", {
    public_id: `application-of-${student.id}`,
    program_id: program.id,
    student_id: student.id,
    full_name: "A Person",
    email: student.claims.email,
    status: "claimed",
    claimed_at: new Date(),
  });
  await insert(owner, "deletion_requests", { student_id: student.id });
  await insert(owner, "inbox_events", {
    source: "stripe",
    event_id: `evt_${orderId}`,
    event_type: "checkout.session.completed",
    body: "{}",
  });
  await addOwnCourse(owner, student);
  await addReviewAndSeat(owner, student, { orderId, courseId: partner.courseId });
}

/** A review that was hidden once, and a seat booked at an online date of a course that is taught at set times. */
async function addReviewAndSeat(
  owner: pg.Client,
  student: PersonRow,
  bought: { orderId: string; courseId: string },
): Promise<void> {
  const course = { course_id: bought.courseId };
  const mine = { ...course, student_id: student.id };
  const review_id = await insert(owner, "course_reviews", { ...mine, rating: 4, body: "Good" });
  await insert(owner, "review_moderations", { ...mine, review_id, act: "restored", actor: student.id });
  await owner.query("insert into course_schedules (course_id) values ($1)", [bought.courseId]);
  const session_id = await insert(owner, "partner_course_sessions", {
    ...course,
    starts_at: "2027-01-10T15:00:00Z",
    ends_at: "2027-01-10T23:00:00Z",
    time_zone: "America/Chicago",
    capacity: 5,
  });
  await owner.query(
    "insert into course_session_links (session_id, link) values ($1, 'https://meet.example/1')",
    [session_id],
  );
  await insert(owner, "order_seats", { ...mine, order_id: bought.orderId, session_id, status: "booked" });
}

/** A course of our own that the student is in, every lesson begun; the one with a package belongs to another course. */
async function addOwnCourse(owner: pg.Client, student: PersonRow): Promise<void> {
  await owner.query(
    `with attempt as (
       insert into course_attempts (reference, student_id, course_id)
       select 'world:' || $1::text, $1::uuid, id from partner_courses where course_code = 'BA-FOOD-SAFETY' returning *
     ), begun as (
       insert into lesson_progress (attempt_id, lesson_id, student_id)
       select a.id, l.id, a.student_id from attempt a join course_lessons l on l.course_id = a.course_id returning *
     ), tried as (
       insert into quiz_tries (attempt_id, lesson_id, student_id, number, answers, score, passed)
       select attempt_id, lesson_id, student_id, 1, '{}', 0, false from begun limit 1
     )
     insert into scorm_states (attempt_id, lesson_id, item_id, student_id, session_id)
     select attempt_id, lesson_id, 'page', student_id, gen_random_uuid() from begun limit 1`,
    [student.id],
  );
}

async function addSignInTraces(owner: pg.Client): Promise<void> {
  await owner.query(
    `insert into identity.verification (identifier, value, "expiresAt") values ('reset', 'secret', now())`,
  );
  await owner.query(
    `insert into identity."rateLimit" (key, count, "lastRequest") values ('127.0.0.1', 1, 0)`,
  );
}

async function addMonitoringTraces(owner: pg.Client): Promise<void> {
  await owner.query(`
    insert into partner_gates (partner, tokens, counted_at) values ('hsi', 1, now());
    insert into partner_calls (partner, operation, outcome, ms, called_at) values ('hsi', 'getProgress', 'ok', 5, now());
    insert into partner_call_minutes (partner, minute, calls, errors, ms_sum, ms_max,
      to_100_ms, to_300_ms, to_1_s, to_3_s, to_10_s, over_10_s) values ('hsi', now(), 1, 0, 5, 5, 1, 0, 0, 0, 0, 0);
    with alert as (insert into alerts (kind, subject) values ('partner_errors', 'hsi') returning id)
      insert into alert_messages (alert_id, news, channel) select id, 'opened', 'slack' from alert`);
}

async function addQueueTraces(owner: pg.Client): Promise<void> {
  await owner.query(`
    select pgboss.create_queue('a-queue', '{"policy": "standard"}');
    insert into pgboss.job (name, data) values ('a-queue', '{}');
    insert into pgboss.schedule (name, cron) values ('a-queue', '* * * * *');
    insert into pgboss.subscription (event, name) values ('an-event', 'a-queue');
    insert into pgboss.bam (name, version, table_name, command) values ('a-command', 1, 'job_common', 'select 1');
    insert into pgboss.warning (type, message) values ('slow', 'A query is slow');
    insert into pgboss.job_dependency values ('a-queue', gen_random_uuid(), 'a-queue', gen_random_uuid());
    insert into pgboss.queue_stats (name, captured_on)
      select 'a-queue', to_timestamp(right(relname, 8) || ' 12 +00', 'YYYYMMDD HH24 TZH')
      from pg_class where relname ~ '^queue_stats_[0-9]{8}$';
  `);
}
