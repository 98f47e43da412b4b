/** Alerts from what is in the database to Slack and Sentry, played by real servers. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { checkAlerts } from "#lib/automation/check-alerts.ts";
import { pruneHistory } from "#lib/automation/prune-history.ts";
import { findAlertSigns } from "#lib/db/alert-signs.ts";
import { asItself } from "#lib/db/client.ts";
import { buy, pay, startEngine, until, untilStep, value, type Engine } from "#tests/support/engine.ts";
import { startReceiver, type Receiver } from "#tests/support/receiver.ts";

let engine: Engine;
let slack: Receiver;
let sentry: Receiver;

beforeAll(async () => {
  [slack, sentry] = await Promise.all([startReceiver(), startReceiver()]);
  engine = await startEngine({
    SLACK_WEBHOOK_URL: `${slack.url}/services/T/B/very-secret`,
    SENTRY_DSN: `${sentry.url.replace("//", "//public@")}/7`,
  });
});

afterAll(async () => {
  await engine.stop();
  await Promise.all([slack.close(), sentry.close()]);
});

beforeEach(async () => {
  await engine.owner.query(
    "truncate public.alerts, public.partner_calls, public.partner_call_minutes, public.partner_gates cascade",
  );
  for (const receiver of [slack, sentry]) {
    receiver.received = [];
    receiver.answer = { status: 200 };
  }
});

const SILENT_AFTER = [{ partner: "hsi", hours: 24 }];
const signs = () => asItself(engine.worker.deps.db, (tx) => findAlertSigns(tx, SILENT_AFTER));
const check = () => checkAlerts(engine.worker.deps);

/** Calls of the last minute, all in one bucket. */
async function addCalls(partner: string, calls: number, errors: number, slow = 0): Promise<void> {
  await engine.owner.query(
    `insert into partner_call_minutes (partner, minute, calls, errors, ms_sum, ms_max,
       to_100_ms, to_300_ms, to_1_s, to_3_s, to_10_s, over_10_s)
     values ($1, date_trunc('minute', now()), $2, $3, 1000, 500, $2::int - $4::int, 0, 0, 0, 0, $4)
     on conflict (partner, minute) do update set calls = excluded.calls, errors = excluded.errors`,
    [partner, calls, errors, slow],
  );
}

const openBreaker = () =>
  engine.owner.query("select private.open_partner_breaker('hsi', 60000)").then(() => undefined);
const closeBreaker = () => engine.owner.query("select private.close_partner_breaker('hsi')");

/** Makes it look as if nobody had seen the open alerts for so long. */
const unseenFor = (seconds: number) =>
  engine.owner.query("update alerts set last_seen_at = now() - make_interval(secs => $1)", [seconds]);

const unsent = () => value<number>(engine, "select count(*)::int from alert_messages where sent_at is null");

describe("a sign", () => {
  test("is more than half of ten calls failing in five minutes", async () => {
    await addCalls("hsi", 9, 9);
    await addCalls("jri", 20, 10);
    expect(await signs()).toEqual([]);
    await addCalls("stripe", 10, 6);
    expect(await signs()).toEqual([
      { kind: "partner_errors", subject: "stripe", facts: { calls: 10, errors: 6 } },
    ]);
    await engine.owner.query("update partner_call_minutes set minute = minute - interval '7 minutes'");
    expect(await signs()).toEqual([]);
  });

  test("is one call in twenty taking over ten seconds", async () => {
    await addCalls("hsi", 100, 0, 5);
    expect(await signs()).toEqual([]);
    await addCalls("jri", 100, 0, 6);
    expect(await signs()).toEqual([{ kind: "partner_slow", subject: "jri", facts: { calls: 100, slow: 6 } }]);
  });

  test("is an open breaker", async () => {
    await openBreaker();
    await engine.owner.query("update partner_gates set opened_at = now() - interval '90 seconds'");
    expect(await signs()).toEqual([{ kind: "partner_breaker", subject: "hsi", facts: { openSeconds: 90 } }]);
  });

  test("is a job that was given up, until its failure is closed", async () => {
    await engine.owner.query(
      `insert into partner_lms_enrollment_failures (subject, reason, owner, error_message)
       values ('job:sweep', 'dead_job', 'us', 'The job sweep ran out of tries.')`,
    );
    expect(await signs()).toEqual([{ kind: "dead_jobs", subject: "baton", facts: { jobs: 1 } }]);
    await engine.owner.query(
      "update partner_lms_enrollment_failures set resolved_at = now(), resolution = 'done' where reason = 'dead_job'",
    );
    expect(await signs()).toEqual([]);
  });

  test("is an order paid five minutes ago without a first course, unless a person was asked to act", async () => {
    const bought = await buy(engine, "medical-assistant");
    const enrolled = await buy(engine, "medical-assistant", "Bea Example");
    await pay(engine, enrolled);
    await untilStep(engine, enrolled.orderId, 1, "in_progress");
    const paid = (id: string, ago: string) =>
      engine.owner.query("update orders set status = 'paid', paid_at = now() - $2::interval where id = $1", [
        id,
        ago,
      ]);
    await paid(enrolled.orderId, "1 hour");
    await paid(bought.orderId, "4 minutes");
    expect(await signs()).toEqual([]);
    await paid(bought.orderId, "10 minutes");
    expect(await signs()).toEqual([
      { kind: "orders_waiting", subject: "baton", facts: { orders: 1, oldestSeconds: 600 } },
    ]);
    await engine.owner.query(
      `insert into partner_lms_enrollment_failures (subject, reason, owner, error_message, order_id)
       values ('order:x', 'program_not_ready', 'admin', 'The program has no path.', $1)`,
      [bought.orderId],
    );
    expect(await signs()).toEqual([]);
    await engine.owner.query("update orders set status = 'failed' where id = $1", [bought.orderId]);
  });

  test("is a step that is being set up for longer, of a student who has no course yet", async () => {
    const bought = await buy(engine, "medical-assistant", "Cleo Example");
    await pay(engine, bought);
    await untilStep(engine, bought.orderId, 1, "in_progress");
    await engine.owner.query("update orders set paid_at = now() - interval '20 minutes' where id = $1", [
      bought.orderId,
    ]);
    // As if the partner had never confirmed; history and status are put back right after.
    const setUp = (status: string, startedAt: string) =>
      engine.owner.query(
        `update enrollment_steps s set status = $2, started_at = ${startedAt}
         from enrollments e where e.id = s.enrollment_id and e.order_id = $1 and s.sequence_order = 1`,
        [bought.orderId, status],
      );
    await setUp("enrolling", "null");
    expect(await signs()).toMatchObject([{ kind: "orders_waiting", facts: { orders: 1 } }]);
    await setUp("in_progress", "now()");
    expect(await signs()).toEqual([]);
  });

  test("is silence after three students opened a course, until one of them is heard of", async () => {
    for (const name of ["Dora Example", "Emil Example", "Fay Example"]) {
      const bought = await buy(engine, "medical-assistant", name);
      await pay(engine, bought);
      await untilStep(engine, bought.orderId, 1, "in_progress");
    }
    const launched = (ago: string, count: number) =>
      engine.owner.query(
        `update partner_lms_enrollments set last_progress_at = null, last_accessed_at = now() - $1::interval
         where id in (select id from partner_lms_enrollments where status = 'active' order by created_at desc limit $2)`,
        [ago, count],
      );
    await engine.owner.query(
      "update partner_lms_enrollments set last_progress_at = null, completed_at = null",
    );
    await launched("1 hour", 3);
    expect(await signs()).toEqual([]);
    await launched("5 hours", 2);
    expect(await signs()).toEqual([]);
    await launched("5 hours", 3);
    expect(await signs()).toEqual([
      { kind: "partner_silent", subject: "hsi", facts: { hours: 24, students: 3 } },
    ]);
    await engine.owner.query(
      "update partner_lms_enrollments set last_progress_at = now() - interval '20 hours' where last_accessed_at is not null",
    );
    expect(await signs()).toEqual([]);
    await engine.owner.query("update partner_lms_enrollments set last_accessed_at = null");
  });

  test("is a stock of codes that runs low or out while codes are used", async () => {
    const add = (count: number, status: string) =>
      engine.owner.query(
        `insert into partner_vouchers (provider_id, kind, code, status, reserved_at, partner_enrollment_id, student_id, attempt)
         select p.id, 'promo_code', gen_random_uuid()::text, $2, case when $2 <> 'available' then now() end,
           e.id, e.student_id, nth
         from generate_series(1, $1) nth, partner_lms_providers p,
           (select id, student_id from partner_lms_enrollments limit 1) e
         where p.provider_type = 'milady'`,
        [count, status],
      );
    await engine.owner.query("delete from partner_vouchers");
    await add(5, "available");
    expect(await signs()).toEqual([]);
    await add(1, "consumed");
    expect(await signs()).toEqual([
      { kind: "vouchers_low", subject: "milady", facts: { available: 5, used: 1 } },
    ]);
    await engine.owner.query("update partner_vouchers set expires_at = now() where status = 'available'");
    expect(await signs()).toMatchObject([{ kind: "vouchers_empty", facts: { available: 0, used: 1 } }]);
    await add(20, "available");
    expect(await signs()).toEqual([]);
    await engine.owner.query("delete from partner_vouchers");
  });
});

/** What came about HSI's breaker: the engine's own look, once a minute, may find something else. */
const told = ({ received }: Receiver) =>
  received.filter(({ body }) => body.includes("Calls to HSI are paused"));

describe("an alert", () => {
  test("is told once when it opens and once when it is over, however many workers look", async () => {
    await openBreaker();
    await Promise.all([check(), check(), check()]);
    await check();
    await until(async () => told(slack).length > 0 && told(sentry).length > 0);
    expect(await value(engine, "select count(*)::int from alerts")).toBe(1);

    await closeBreaker();
    await unseenFor(60);
    await check();
    expect(await value(engine, "select resolved_at from alerts")).toBeNull();
    await unseenFor(121);
    await Promise.all([check(), check(), check()]);
    await until(async () => told(slack).length > 1 && told(sentry).length > 1);
    await check();
    await until(async () => (await unsent()) === 0);

    const texts = told(slack).map(({ body }) => (JSON.parse(body) as { text: string }).text);
    expect(texts).toEqual([
      expect.stringMatching(
        /^:red_circle: \*Calls to HSI are paused\*\nToo many calls in a row failed; .* UTC\.$/,
      ),
      expect.stringMatching(/^:large_green_circle: \*Over: Calls to HSI are paused\*\n/),
    ]);
    const levels = told(sentry).map(({ body }) => JSON.parse(body.split("\n")[2]!).level as string);
    expect(levels).toEqual(["error", "info"]);
  });

  test("opens anew when it comes back", async () => {
    await openBreaker();
    await check();
    await unseenFor(500);
    await closeBreaker();
    await check();
    await openBreaker();
    await check();
    await closeBreaker();
    expect(await value(engine, "select count(*)::int from alerts")).toBe(2);
    await until(async () => told(slack).length === 3);
  });

  test("reaches Slack when it is back, beginning before end, and Sentry meanwhile", async () => {
    slack.answer = { status: 500 };
    await openBreaker();
    await check();
    await until(async () => told(sentry).length === 1);
    await closeBreaker();
    await unseenFor(200);
    await check();
    await until(async () => told(sentry).length === 2 || (await check(), false));
    expect(told(slack)).toEqual([]);
    expect(await value(engine, "select resolved_at is not null from alerts")).toBe(true);
    slack.answer = { status: 200 };
    await until(async () => told(slack).length === 2);
    expect(told(slack).map(({ body }) => body.includes("Over:"))).toEqual([false, true]);
  });

  test("holds numbers and our own words, whatever it is about", async () => {
    await expect(
      engine.owner.query(`insert into alerts (kind, subject, facts) values ('x_y', 'hsi', '{"who": "Ada"}')`),
    ).rejects.toThrow("alerts_facts_are_numbers");
    await expect(
      engine.owner.query("insert into alerts (kind, subject) values ('x_y', 'ada@example.com')"),
    ).rejects.toThrow("alerts_subject_is_a_slug");
    await openBreaker();
    await check();
    await until(async () => told(slack).length === 1 && told(sentry).length === 1);
    for (const { body } of [...slack.received, ...sentry.received])
      expect(body).not.toMatch(/https?:|@|very-secret|Example/);
    await closeBreaker();
  });
});

test("old calls, minutes and ended alerts are deleted, and nothing else", async () => {
  await engine.owner.query(`
    insert into partner_calls (partner, operation, outcome, ms, called_at)
      select 'hsi', 'getProgress', 'ok', 1, now() - make_interval(days => days) from unnest(array[1, 13, 15, 400]) days;
    insert into alerts (kind, subject, opened_at, resolved_at) values
      ('dead_jobs', 'hsi', now() - interval '500 days', now() - interval '499 days'),
      ('dead_jobs', 'jri', now() - interval '500 days', now()),
      ('dead_jobs', 'nrf', now() - interval '500 days', null)`);
  await addCalls("hsi", 5, 0);
  await pruneHistory(engine.worker.deps);
  expect(await value(engine, "select count(*)::int from partner_calls")).toBe(2);
  expect(await value(engine, "select string_agg(subject, ' ' order by subject) from alerts")).toBe("jri nrf");
  expect(await value(engine, "select count(*)::int from partner_call_minutes")).toBeGreaterThan(0);
});
