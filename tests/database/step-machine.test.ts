/** The SQL step functions against a model, on real Postgres, called as the worker's role. */
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { addPerson } from "#tests/database/reads/story.ts";

const STEPS = 3;
const LIVE = new Set(["enrolling", "in_progress"]);
const OVER = new Set(["completed", "skipped", "canceled"]);

let database: TestDatabase;
let owner: pg.Client;
let worker: pg.Client;
let programId: string;
let studentId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client(database.ownerUrl);
  worker = new pg.Client(database.workerUrl);
  await owner.connect();
  await worker.connect();
  const { rows } = await owner.query("select id from programs where slug = 'medical-assistant'");
  programId = rows[0].id;
  studentId = (await addPerson(owner, "Model Student")).id;
});

afterAll(async () => {
  await worker.end();
  await owner.end();
  await database.drop();
});

interface Model {
  enrollment: string;
  steps: string[];
}

interface Real {
  enrollmentId: string;
  stepIds: string[];
  /** Partner enrollment id and external id per step. */
  partners: { id: string; externalId: string }[];
}

async function newEnrollment(): Promise<Real> {
  await owner.query("update enrollments set status = 'canceled', completed_at = null where user_id = $1", [
    studentId,
  ]);
  const order = await owner.query(
    `insert into orders (student_id, program_id, status, amount_cents, currency, description, paid_at)
     values ($1, $2, 'paid', 100, 'usd', 'model', now()) returning id`,
    [studentId, programId],
  );
  const enrollment = await worker.query(
    "insert into enrollments (user_id, program_id, order_id, title) values ($1, $2, $3, 'model') returning id",
    [studentId, programId, order.rows[0].id],
  );
  const enrollmentId: string = enrollment.rows[0].id;
  await worker.query("select generate_enrollment_steps($1)", [enrollmentId]);
  const steps = await owner.query(
    "select id, provider_id, course_id from enrollment_steps where enrollment_id = $1 order by sequence_order",
    [enrollmentId],
  );
  const partners: Real["partners"] = [];
  for (const step of steps.rows) {
    const externalId = `ext-${step.id}`;
    const made = await worker.query(
      `insert into partner_lms_enrollments
         (provider_id, student_id, course_id, enrollment_id, step_id, external_enrollment_id, external_account_id)
       values ($1, $2, $3, $4, $5, $6, 'account') returning id`,
      [step.provider_id, studentId, step.course_id, enrollmentId, step.id, externalId],
    );
    partners.push({ id: made.rows[0].id, externalId });
  }
  return { enrollmentId, stepIds: steps.rows.map((row) => row.id), partners };
}

type Act =
  | { kind: "advance" | "cancel" | "generate" }
  | { kind: "start" | "complete" | "fail" | "retry" | "skip" | "completeForeign"; step: number };

/** What the function must answer and how the model moves. */
function predict(model: Model, act: Act): unknown {
  const before = "step" in act ? model.steps[act.step]! : "";
  const active = model.enrollment === "active";
  const move = (allowed: boolean, to: string) => {
    if (allowed && "step" in act) model.steps[act.step] = to;
    return allowed;
  };
  switch (act.kind) {
    case "generate":
      return STEPS;
    case "advance":
      return predictAdvance(model);
    case "start":
      return move(active && before === "enrolling", "in_progress");
    case "complete":
      return move(
        active && (LIVE.has(before) || before === "failed") && noneOtherLive(model, act.step),
        "completed",
      );
    case "completeForeign":
      return "refused";
    case "fail":
      return move(LIVE.has(before), "failed");
    case "retry":
      return move(active && before === "failed", "enrolling");
    case "skip":
      return move(active && !OVER.has(before), "skipped");
    case "cancel": {
      if (!active) return false;
      model.steps = model.steps.map((status) => (OVER.has(status) ? status : "canceled"));
      model.enrollment = "canceled";
      return true;
    }
  }
}

function noneOtherLive(model: Model, step: number): boolean {
  return model.steps.every((status, index) => index === step || !LIVE.has(status));
}

function predictAdvance(model: Model): number | null {
  if (model.enrollment !== "active") return null;
  const current = model.steps.findIndex((status) => !OVER.has(status));
  if (current === -1) {
    if (model.steps.every((status) => status === "completed" || status === "skipped"))
      model.enrollment = "completed";
    return null;
  }
  if (model.steps[current] !== "pending") return null;
  model.steps[current] = "enrolling";
  return current;
}

async function perform(real: Real, act: Act): Promise<unknown> {
  const step = "step" in act ? real.stepIds[act.step] : undefined;
  const partner = "step" in act ? real.partners[act.step] : undefined;
  const [text, values] = {
    generate: ["select generate_enrollment_steps($1) as answer", [real.enrollmentId]],
    advance: ["select advance_to_next_step($1) as answer", [real.enrollmentId]],
    cancel: ["select cancel_enrollment($1, 'user:model', 'model') as answer", [real.enrollmentId]],
    start: ["select mark_step_started($1, $2) as answer", [step, partner?.id]],
    complete: ["select mark_step_complete($1, $2) as answer", [step, partner?.externalId]],
    completeForeign: ["select mark_step_complete($1, 'somebody-else') as answer", [step]],
    fail: ["select mark_step_failed($1, 'sentence') as answer", [step]],
    retry: ["select retry_step($1, 'user:model', 'model') as answer", [step]],
    skip: ["select skip_step($1, 'user:model', 'model') as answer", [step]],
  }[act.kind] as [string, unknown[]];
  try {
    const { rows } = await worker.query(text, values);
    const answer = rows[0].answer as unknown;
    return act.kind === "advance" && answer !== null ? real.stepIds.indexOf(answer as string) : answer;
  } catch (error) {
    if (["23514", "23505"].includes((error as { code: string }).code)) return "refused";
    throw error;
  }
}

async function readState(real: Real): Promise<Model> {
  const { rows } = await owner.query(
    "select s.status, e.status as enrollment from enrollment_steps s join enrollments e on e.id = s.enrollment_id where e.id = $1 order by s.sequence_order",
    [real.enrollmentId],
  );
  return { enrollment: rows[0].enrollment, steps: rows.map((row) => row.status) };
}

async function brokenInvariants(): Promise<unknown[]> {
  const { rows } = await owner.query(`
    select 7 as n from enrollment_steps where status in ('enrolling','in_progress') group by enrollment_id having count(*) > 1
    union all select 8 from step_events where from_status is not null and not private.step_may_move(from_status, to_status)
    union all select 8 from (select from_status, lag(to_status) over (partition by step_id order by id) b from step_events) h where from_status is distinct from b
    union all select 8 from enrollment_steps s where status is distinct from (select to_status from step_events h where h.step_id = s.id order by id desc limit 1)
    union all select 9 from step_events where to_status = 'completed' group by step_id having count(*) > 1`);
  return rows;
}

const stepNumber = fc.integer({ min: 0, max: STEPS - 1 });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Act>({ kind: "advance" }) },
  { weight: 1, arbitrary: fc.constantFrom<Act>({ kind: "cancel" }, { kind: "generate" }) },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constantFrom("start", "complete", "complete", "fail", "retry", "skip", "completeForeign"),
      step: stepNumber,
    }) as fc.Arbitrary<Act>,
  },
);

test("any sequence of calls moves steps exactly as the model says", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
      const real = await newEnrollment();
      const model: Model = { enrollment: "active", steps: Array.from({ length: STEPS }, () => "pending") };
      for (const each of acts) {
        const expected = predict(model, each);
        expect({ act: each, answer: await perform(real, each) }).toEqual({ act: each, answer: expected });
        expect(await readState(real)).toEqual(model);
      }
    }),
    { numRuns: 120 },
  );
  expect(await brokenInvariants()).toEqual([]);
}, 120_000);

test("calls side by side from several connections never break the graph", async () => {
  const pool = new pg.Pool({ connectionString: database.workerUrl, max: 8 });
  const real = await newEnrollment();
  const calls = fc.sample(fc.tuple(stepNumber, fc.integer({ min: 0, max: 5 })), 400);
  await Promise.all(
    calls.map(async ([step, kind]) => {
      const id = real.stepIds[step];
      const [text, values] = [
        ["select advance_to_next_step($1)", [real.enrollmentId]],
        ["select mark_step_started($1, $2)", [id, real.partners[step]?.id]],
        ["select mark_step_complete($1, $2)", [id, real.partners[step]?.externalId]],
        ["select mark_step_failed($1, 'sentence')", [id]],
        ["select retry_step($1, 'user:model', 'model')", [id]],
        ["select advance_to_next_step($1)", [real.enrollmentId]],
      ][kind] as [string, unknown[]];
      await pool.query(text, values);
    }),
  );
  await pool.end();
  expect(await brokenInvariants()).toEqual([]);
}, 60_000);

test("completing a step 100 times at once completes it once", async () => {
  const pool = new pg.Pool({ connectionString: database.workerUrl, max: 10 });
  const real = await newEnrollment();
  await worker.query("select advance_to_next_step($1)", [real.enrollmentId]);
  await worker.query("select mark_step_started($1, $2)", [real.stepIds[0], real.partners[0]!.id]);
  const answers = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const { rows } = await pool.query("select mark_step_complete($1, $2) as moved", [
        real.stepIds[0],
        real.partners[0]!.externalId,
      ]);
      return rows[0].moved as boolean;
    }),
  );
  await pool.end();
  expect(answers.filter(Boolean)).toHaveLength(1);
  expect((await readState(real)).steps).toEqual(["completed", "pending", "pending"]);
});

test.each(["baton_web", "baton_worker", "anon", "authenticated"])(
  "%s cannot update a step, an enrollment or the history directly",
  async (role) => {
    const real = await newEnrollment();
    await owner.query("begin");
    await owner.query(`set local role ${role}`);
    for (const statement of [
      "update enrollment_steps set status = 'completed' where id = $1",
      "update enrollments set status = 'completed' where id = (select enrollment_id from enrollment_steps where id = $1)",
      "update step_events set actor = 'nobody' where step_id = $1",
      "delete from step_events where step_id = $1",
    ]) {
      await owner.query("savepoint one");
      await expect(owner.query(statement, [real.stepIds[0]])).rejects.toMatchObject({ code: "42501" });
      await owner.query("rollback to one");
    }
    await owner.query("rollback");
  },
);

test("a step with several options and no choice in the order is refused", async () => {
  const { rows } = await owner.query(
    `with p as (insert into programs (slug, title, category, price_cents) values ('choose-' || gen_random_uuid(), 'Choose', 'test', 0) returning id)
     insert into program_partner_lms (program_id, provider_id, course_id, sequence_order)
     select p.id, c.provider_id, c.id, 1 from p, (select id, provider_id from partner_courses order by id limit 2) c
     returning program_id, id`,
  );
  const [option] = rows;
  const open = async (optionIds: string[]) => {
    const order = await owner.query(
      `insert into orders (student_id, program_id, option_ids, status, amount_cents, currency, description, paid_at)
       values ($1, $2, $3, 'paid', 0, 'usd', 'choice', now()) returning id`,
      [studentId, option.program_id, optionIds],
    );
    await owner.query("update enrollments set status = 'canceled' where user_id = $1", [studentId]);
    const enrollment = await worker.query(
      "insert into enrollments (user_id, program_id, order_id, title) values ($1, $2, $3, 'choice') returning id",
      [studentId, option.program_id, order.rows[0].id],
    );
    return worker.query("select generate_enrollment_steps($1) as made", [enrollment.rows[0].id]);
  };
  await expect(open([])).rejects.toMatchObject({ code: "23514" });
  await expect(open(rows.map((row) => row.id))).rejects.toMatchObject({ code: "23505" });
  expect((await open([option.id])).rows[0].made).toBe(1);
});
