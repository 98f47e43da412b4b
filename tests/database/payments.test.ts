/** What the engine makes of payments: any events, any order, any number. Invariants 1-4. */
import { createHmac } from "node:crypto";
import Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCheckout } from "#lib/automation/start-checkout.ts";
import { findBrokenInvariants } from "#cli/simulate/checks.ts";
import {
  buy,
  pay,
  startEngine,
  until,
  untilStep,
  value,
  type Bought,
  type Engine,
} from "#tests/support/engine.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const status = (bought: Bought) =>
  value<string>(engine, "select status from orders where id = $1", [bought.orderId]);
const enrollments = (bought: Bought) =>
  value<number>(engine, "select count(*)::int from enrollments where order_id = $1", [bought.orderId]);
const failure = (orderId: string) =>
  value<string>(
    engine,
    "select reason from partner_lms_enrollment_failures where order_id = $1 and resolved_at is null",
    [orderId],
  );
const untilStatus = (bought: Bought, wanted: string) => until(async () => (await status(bought)) === wanted);

/** Every event of one checkout as Stripe's list has it, ready to be sent again. */
async function eventsOf(bought: Bought): Promise<string[]> {
  const bodies: string[] = [];
  for await (const event of engine.payments.listEvents({ createdAfter: new Date(0) }))
    if (event.rawBody.includes(bought.sessionId)) bodies.push(event.rawBody);
  return bodies;
}

/** Delivers a body as Stripe would. `signedAt` in seconds. */
function deliver(
  body: string,
  signedAt = Math.floor(Date.now() / 1000),
  secret = engine.env["STRIPE_WEBHOOK_SECRET"]!,
) {
  const signature = createHmac("sha256", secret).update(`${signedAt}.${body}`).digest("hex");
  return fetch(`${engine.appUrl}/api/stripe/webhook`, {
    method: "POST",
    headers: { "stripe-signature": `t=${signedAt},v1=${signature}`, "content-type": "application/json" },
    body,
  });
}

/** The same event under another id, as if Stripe told of one session twice. */
function withNewId(body: string, id: string): string {
  return JSON.stringify({ ...(JSON.parse(body) as object), id });
}

test("the same event a hundred times at once opens one enrollment", async () => {
  const bought = await buy(engine, "cpr-first-aid");
  await pay(engine, bought);
  await untilStatus(bought, "paid");
  const [completed] = await eventsOf(bought);
  const answers = await Promise.all(Array.from({ length: 100 }, () => deliver(completed!)));
  expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 100 }, () => 200));
  await untilStep(engine, bought.orderId, 1, "in_progress");
  expect(await enrollments(bought)).toBe(1);
});

test("a hundred event ids about one session, side by side, have one effect", async () => {
  const bought = await buy(engine, "cpr-first-aid");
  await pay(engine, bought);
  await until(async () => (await eventsOf(bought)).length > 0);
  const [completed] = await eventsOf(bought);
  await Promise.all(
    Array.from({ length: 100 }, (_, number) =>
      deliver(withNewId(completed!, `evt_again_${number}_${bought.orderId}`)),
    ),
  );
  await untilStep(engine, bought.orderId, 1, "in_progress");
  await until(
    async () =>
      (await value(
        engine,
        "select count(*)::int from inbox_events where event_id like $1 and handled_at is null",
        [`evt_again_%_${bought.orderId}`],
      )) === 0,
  );
  expect(await enrollments(bought)).toBe(1);
  expect(
    await value(engine, "select count(*)::int from ledger_entries where order_id = $1", [bought.orderId]),
  ).toBe(2);
  expect(
    await value(
      engine,
      "select count(*)::int from mails where template = 'order-paid' and subject_key = $1",
      [bought.orderId],
    ),
  ).toBe(1);
});

test("a pay-later order waits for its funds and is enrolled when they arrive", async () => {
  const bought = await buy(engine, "cpr-first-aid");
  await pay(engine, bought, "pay_later");
  await untilStatus(bought, "awaiting_funds");
  expect(await enrollments(bought)).toBe(0);
  await pay(engine, bought, "funds_arrive");
  await untilStep(engine, bought.orderId, 1, "in_progress");
});

test("a pay-later order whose funds never arrive fails and is never enrolled, whatever order its events come in", async () => {
  const bought = await buy(engine, "cpr-first-aid");
  await pay(engine, bought, "pay_later");
  await pay(engine, bought, "funds_fail");
  await untilStatus(bought, "failed");
  const mails = () =>
    value<number>(
      engine,
      "select count(*)::int from mails where template = 'order-failed' and subject_key = $1",
      [bought.orderId],
    );
  expect(await mails()).toBe(1);
  const bodies = await eventsOf(bought);
  expect(bodies.length).toBeGreaterThanOrEqual(2);
  for (const [round, order] of [bodies, bodies.toReversed()].entries())
    for (const [number, body] of order.entries())
      await deliver(withNewId(body, `evt_late_${round}_${number}_${bought.orderId}`));
  await until(
    async () =>
      (await value(
        engine,
        "select count(*)::int from inbox_events where event_id like $1 and handled_at is null",
        [`evt_late_%_${bought.orderId}`],
      )) === 0,
  );
  expect(await status(bought)).toBe("failed");
  expect(await enrollments(bought)).toBe(0);
});

test("paying after an expired event still counts: the money arrived", async () => {
  const bought = await buy(engine, "cpr-first-aid");
  await engine.owner.query("update orders set status = 'expired' where id = $1", [bought.orderId]);
  await pay(engine, bought);
  await untilStep(engine, bought.orderId, 1, "in_progress");
});

test("a free program takes the same road", async () => {
  await engine.owner.query("update programs set price_cents = 0 where slug = 'web-development'");
  const bought = await buy(engine, "web-development");
  await pay(engine, bought);
  await untilStep(engine, bought.orderId, 1, "in_progress");
  expect(
    await value(engine, "select count(*)::int from ledger_entries where order_id = $1", [bought.orderId]),
  ).toBe(0);
});

/** A session in Stripe's books that says it belongs to the order, at another price or in another currency. */
async function payDifferently(
  orderId: string | null,
  amount: number,
  currency: string,
  metadata: Record<string, string> = {},
): Promise<string> {
  const { hostname, port } = new URL(engine.sandboxUrl);
  const stripe = new Stripe(engine.env["STRIPE_SECRET_KEY"]!, { host: hostname, port, protocol: "http" });
  const session = await stripe.checkout.sessions.create({
    mode: "payment",
    ...(orderId ? { client_reference_id: orderId } : {}),
    line_items: [
      { quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name: "Course" } } },
    ],
    success_url: `${engine.appUrl}/checkout/return`,
    metadata,
  });
  await pay(engine, { sessionId: session.id } as Bought);
  return session.id;
}

test.each([
  ["amount", 100, "usd"],
  ["currency", 57_500, "eur"],
])("a payment of another %s opens a failure and no enrollment", async (_what, amount, currency) => {
  const bought = await buy(engine, "cpr-first-aid");
  await payDifferently(bought.orderId, amount, currency);
  expect(await until(() => failure(bought.orderId))).toBe("payment_mismatch");
  expect(await status(bought)).toBe("awaiting_payment");
  expect(await enrollments(bought)).toBe(0);
});

test("a payment nobody ordered is an open failure", async () => {
  const sessionId = await payDifferently(null, 500, "usd");
  const reason = await until(() =>
    value(engine, "select reason from partner_lms_enrollment_failures where subject = $1", [
      `checkout:${sessionId}`,
    ]),
  );
  expect(reason).toBe("unknown_checkout");
});

test("paying twice for one program gives one enrollment and an open failure for the second order", async () => {
  const bought = await buy(engine, "cpr-first-aid");
  const { rows } = await engine.owner.query<{ id: string }>(
    "insert into orders (student_id, program_id, option_ids, amount_cents, currency, description) select student_id, program_id, option_ids, amount_cents, currency, description from orders where id = $1 returning id",
    [bought.orderId],
  );
  await pay(engine, bought);
  await untilStep(engine, bought.orderId, 1, "in_progress");
  await payDifferently(rows[0]!.id, 57_500, "usd");
  expect(await until(() => failure(rows[0]!.id))).toBe("already_enrolled");
});

test("a program without a path is an open failure, and a retry enrolls once it has one", async () => {
  const { rows } = await engine.owner.query<{ id: string; slug: string }>(
    "insert into programs (slug, title, category, price_cents) values ('no-path', 'No path', 'test', 900) returning id, slug",
  );
  const student = await buy(engine, "cpr-first-aid");
  const order = await engine.owner.query<{ id: string }>(
    "insert into orders (student_id, program_id, amount_cents, currency, description) values ($1, $2, 900, 'usd', 'No path') returning id",
    [student.student.id, rows[0]!.id],
  );
  const orderId = order.rows[0]!.id;
  await payDifferently(orderId, 900, "usd");
  expect(await until(() => failure(orderId))).toBe("program_not_ready");
  await engine.owner.query(
    "insert into program_partner_lms (program_id, provider_id, course_id, sequence_order) select $1, provider_id, id, 1 from partner_courses where course_code = 'HSI-CPR-FA'",
    [rows[0]!.id],
  );
  await engine.owner.query(
    "insert into inbox_events (source, event_id, event_type, body) select 'baton', 'retry-no-path', 'failure.retry', json_build_object('failureId', id, 'actor', 'user:test')::text from partner_lms_enrollment_failures where order_id = $1",
    [orderId],
  );
  await untilStep(engine, orderId, 1, "in_progress");
  expect(await failure(orderId)).toBeUndefined();
});

test("a payment with the older metadata becomes an enrollment with exactly one step", async () => {
  const { student } = await buy(engine, "cpr-first-aid", "Older Payment");
  const { rows } = await engine.owner.query<{ id: string; provider_id: string; retail_cents: number }>(
    "select id, provider_id, retail_cents from partner_courses where course_code = 'HSI-CPR-ADULT'",
  );
  const [course] = rows;
  const sessionId = await payDifferently(null, course!.retail_cents, "usd", {
    studentId: student.id,
    partnerId: course!.provider_id,
    courseId: course!.id,
  });
  const steps = () =>
    value<number>(
      engine,
      "select count(*)::int from enrollment_steps s join enrollments e on e.id = s.enrollment_id join orders o on o.id = e.order_id where o.stripe_checkout_session_id = $1",
      [sessionId],
    );
  await until(async () => (await steps()) > 0);
  expect(await steps()).toBe(1);
});

test("a payment with the older metadata of a program becomes an enrollment in all its steps", async () => {
  const { student } = await buy(engine, "cpr-first-aid", "Older Program");
  const { rows } = await engine.owner.query<{ id: string; provider: string; course: string; price: number }>(
    "select p.id, o.provider_id as provider, o.course_id as course, p.price_cents as price from programs p join program_partner_lms o on o.program_id = p.id where p.slug = 'medical-assistant' and o.sequence_order = 1",
  );
  const [program] = rows;
  const sessionId = await payDifferently(null, program!.price, "usd", {
    studentId: student.id,
    partnerId: program!.provider,
    courseId: program!.course,
    programId: program!.id,
  });
  const order = await until(() =>
    value<string>(engine, "select id from orders where stripe_checkout_session_id = $1", [sessionId]),
  );
  await untilStep(engine, order, 1, "in_progress");
  await untilStep(engine, order, 3, "pending");
});

test("older metadata whose ids do not belong together is an open failure", async () => {
  const { student } = await buy(engine, "cpr-first-aid", "Mixed Up");
  const { rows } = await engine.owner.query<{ course: string; provider: string }>(
    "select c.id as course, p.id as provider from partner_courses c, partner_lms_providers p where c.course_code = 'HSI-CPR-ADULT' and p.provider_type = 'certiport'",
  );
  const sessionId = await payDifferently(null, 11_900, "usd", {
    studentId: student.id,
    partnerId: rows[0]!.provider,
    courseId: rows[0]!.course,
  });
  await until(() =>
    value(engine, "select id from partner_lms_enrollment_failures where subject = $1", [
      `checkout:${sessionId}`,
    ]),
  );
  expect(await value(engine, "select count(*)::int from enrollments where user_id = $1", [student.id])).toBe(
    0,
  );
});

test("forged, stale, truncated and unsigned deliveries are refused and stored nowhere", async () => {
  const bought = await buy(engine, "cpr-first-aid");
  await pay(engine, bought);
  await until(async () => (await eventsOf(bought)).length > 0);
  const [body] = await eventsOf(bought);
  const before = await value(engine, "select count(*)::int from inbox_events");
  const now = Math.floor(Date.now() / 1000);
  const forged = withNewId(body!, "evt_forged");
  const answers = [
    await deliver(forged, now, "whsec_somebody_else"),
    await deliver(forged, now - 3600),
    await deliver(forged.slice(0, 200)),
    await fetch(`${engine.appUrl}/api/stripe/webhook`, { method: "POST", body: forged }),
  ];
  expect(answers.map((answer) => answer.status)).toEqual([400, 400, 400, 400]);
  for (const answer of answers) expect(await answer.text()).not.toMatch(/\bat .*:\d+/);
  await untilStep(engine, bought.orderId, 1, "in_progress");
  expect(await value(engine, "select count(*)::int from inbox_events where event_id = 'evt_forged'")).toBe(0);
  expect(await value<number>(engine, "select count(*)::int from inbox_events")).toBeGreaterThanOrEqual(
    before as number,
  );
});

test("pressing Enroll twice at once opens one order", async () => {
  const { student } = await buy(engine, "cpr-first-aid", "Double Click");
  const press = () =>
    startCheckout(
      { db: engine.web, payments: engine.payments, appUrl: engine.appUrl },
      { claims: student.claims, programSlug: "medical-assistant", optionIds: [] },
    );
  const [first, second] = await Promise.all([press(), press()]);
  expect(second).toEqual(first);
  expect(
    await value(engine, "select count(*)::int from orders where student_id = $1 and amount_cents = 432500", [
      student.id,
    ]),
  ).toBe(1);
});

test("nothing above broke an invariant", async () => {
  const broken = await findBrokenInvariants(engine.owner);
  expect(broken).toEqual([]);
});
