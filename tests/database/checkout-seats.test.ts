/** A date from the checkout to the mail: with the sandbox's Stripe, the worker and real Postgres. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type pg from "pg";
import { findBrokenInvariants } from "#cli/simulate/checks.ts";
import { chooseAnotherDate } from "#lib/automation/choose-another-date.ts";
import {
  callOffSession,
  keepSession,
  requireDates,
  type SessionRefusedError,
} from "#lib/automation/keep-sessions.ts";
import { startCheckout } from "#lib/automation/start-checkout.ts";
import { sweep } from "#lib/automation/sweep.ts";
import { asUser } from "#lib/db/client.ts";
import type { SessionDraft } from "#lib/domain/session-draft.ts";
import { readMyDates } from "#lib/db/reads/my-dates.ts";
import { readOptionSessions } from "#lib/db/reads/course-sessions.ts";
import { addPerson, type PersonRow } from "#tests/database/reads/story.ts";
import { pay, startEngine, until, value, type Bought, type Engine } from "#tests/support/engine.ts";

const PROGRAM = "barber";

let engine: Engine;
let admin: PersonRow;
let courseId: string;
let optionId: string;

beforeAll(async () => {
  engine = await startEngine();
  admin = await person("Adele Admin", "admin");
  const { rows } = await engine.owner.query<{ id: string; course_id: string }>(
    `select o.id, o.course_id from program_partner_lms o join programs g on g.id = o.program_id where g.slug = $1
     order by o.sequence_order limit 1`,
    [PROGRAM],
  );
  [courseId, optionId] = [rows[0]!.course_id, rows[0]!.id];
});

afterAll(() => engine.stop());

async function person(name: string, role?: string): Promise<PersonRow> {
  const client = await engine.owner.connect();
  return addPerson(client as unknown as pg.Client, name, role).finally(() => client.release());
}

const HOUR = 3_600_000;
const draft = (about: Partial<SessionDraft> = {}): SessionDraft => ({
  startsAt: new Date("2027-03-01T15:00:00Z"),
  endsAt: new Date("2027-03-01T23:00:00Z"),
  timeZone: "America/Chicago",
  capacity: 1,
  place: "Room 4",
  link: null,
  active: true,
  ...about,
});

const addDate = (about?: Partial<SessionDraft>) =>
  keepSession(engine.web, admin.claims, { courseId, sessionId: null }, draft(about));

async function order(sessionId: string | null, student?: PersonRow): Promise<Bought> {
  const buyer = student ?? (await person("Ada Example"));
  const { orderId, checkoutUrl } = await startCheckout(
    { db: engine.web, payments: engine.payments, appUrl: engine.appUrl },
    {
      claims: buyer.claims,
      programSlug: PROGRAM,
      optionIds: [],
      sessions: sessionId ? { [optionId]: sessionId } : {},
    },
  );
  return { student: buyer, orderId, sessionId: new URL(checkoutUrl).pathname.split("/").at(-1)! };
}

const seatOf = ({ orderId }: Bought) =>
  value<string>(engine, "select status from order_seats where order_id = $1 order by updated_at desc", [
    orderId,
  ]);
const untilSeat = (bought: Bought, status: string) => until(async () => (await seatOf(bought)) === status);
const mailOf = (about: string, template: string) =>
  until(() =>
    value<{ dates?: { startsAt: string; place: string }[]; reason?: string }>(
      engine,
      "select data from mails where template = $1 and subject_key like $2 || '%'",
      [template, about],
    ),
  );
const seatId = ({ orderId }: Bought) =>
  value<string>(engine, "select id from order_seats where order_id = $1 order by updated_at desc", [orderId]);

test("a seat is held with the order, booked when it is paid, and told in the mail", async () => {
  const date = await addDate();
  const bought = await order(date);
  expect(await seatOf(bought)).toBe("held");
  await expect(order(date)).rejects.toMatchObject({ code: "session_full" });
  await pay(engine, bought);
  await untilSeat(bought, "booked");
  const { dates } = await mailOf(bought.orderId, "order-paid");
  expect(dates).toEqual([
    {
      courseName: expect.any(String) as string,
      startsAt: "2027-03-01T15:00:00.000Z",
      endsAt: "2027-03-01T23:00:00.000Z",
      timeZone: "America/Chicago",
      place: "Room 4",
    },
  ]);
});

test("a refused checkout leaves neither order nor seat", async () => {
  const date = await addDate();
  await order(date);
  const late = await person("Late Example");
  await expect(order(date, late)).rejects.toMatchObject({ code: "session_full" });
  expect(await value(engine, "select count(*)::int from orders where student_id = $1", [late.id])).toBe(0);
});

test("pressing twice goes on with the same order, and another date is another order with one seat", async () => {
  const [first, second] = [await addDate(), await addDate()];
  const before = await order(first);
  expect((await order(first, before.student as PersonRow)).orderId).toBe(before.orderId);
  const after = await order(second, before.student as PersonRow);
  expect(after.orderId).not.toBe(before.orderId);
  expect([await seatOf(before), await seatOf(after)]).toEqual(["released", "held"]);
  const open = await value<number>(
    engine,
    "select extract(epoch from checkout_expires_at - now())::int from orders where id = $1",
    [after.orderId],
  );
  expect(open).toBeLessThanOrEqual(3600);
});

test("a checkout that expires at Stripe gives the seat back", async () => {
  const date = await addDate();
  const bought = await order(date);
  await engine.payments.expireCheckout(bought.sessionId);
  await untilSeat(bought, "released");
  expect(await seatOf(await order(date))).toBe("held");
});

test("funds that do not arrive give the seat back, and until then it is kept", async () => {
  const bought = await order(await addDate());
  await pay(engine, bought, "pay_later");
  await until(
    async () =>
      (await value(engine, "select status from orders where id = $1", [bought.orderId])) === "awaiting_funds",
  );
  expect(await seatOf(bought)).toBe("held");
  await pay(engine, bought, "funds_fail");
  await untilSeat(bought, "released");
});

test("an order whose checkout was never opened does not hold its seat for ever", async () => {
  const date = await addDate();
  const bought = await order(date);
  await engine.owner.query(
    "update orders set stripe_checkout_session_id = null, checkout_expires_at = now() - interval '11 minutes' where id = $1",
    [bought.orderId],
  );
  await sweep(engine.worker.deps);
  expect(await seatOf(bought)).toBe("released");
});

test("a course at set times cannot be bought without a date, and says so with its dates", async () => {
  const date = await addDate({ capacity: 3 });
  await requireDates(engine.web, admin.claims, courseId, true);
  try {
    await expect(order(null)).rejects.toMatchObject({ code: "choose_a_session" });
    await expect(order("11111111-1111-4111-8111-111111111111")).rejects.toMatchObject({
      code: "unknown_session",
    });
    const programId = await value<string>(engine, "select id from programs where slug = $1", [PROGRAM]);
    const student = await person("Looking Example");
    const dates = await asUser(engine.web, student.claims, (tx) => readOptionSessions(tx, programId));
    expect(dates.get(optionId)?.required).toBe(true);
    expect(dates.get(optionId)?.sessions.find(({ id }) => id === date)?.seatsLeft).toBe(3);
  } finally {
    await requireDates(engine.web, admin.claims, courseId, false);
  }
});

test("who booked a date hears of each change once, and of what nobody needs to know nothing", async () => {
  const date = await addDate();
  const bought = await order(date);
  await pay(engine, bought);
  await untilSeat(bought, "booked");
  const at = { courseId, sessionId: date };
  const told = () =>
    value<number>(
      engine,
      "select count(*)::int from mails where template = 'date-changed' and student_id = $1",
      [bought.student.id],
    );
  await keepSession(engine.web, admin.claims, at, draft({ place: "Room 5" }));
  await until(async () => (await told()) === 1);
  await keepSession(engine.web, admin.claims, at, draft({ place: "Room 5", capacity: 9 }));
  await keepSession(
    engine.web,
    admin.claims,
    at,
    draft({ place: "Room 5", capacity: 9, link: "https://meet.example/7" }),
  );
  await until(async () => (await told()) === 2);
  await sweep(engine.worker.deps);
  expect(await told()).toBe(2);
  const [mine] = await asUser(engine.web, bought.student.claims, readMyDates);
  expect(mine).toMatchObject({ status: "booked", place: "Room 5", link: "https://meet.example/7" });
});

test("a canceled date opens a failure, and choosing another one closes it", async () => {
  const [date, another, full] = [await addDate(), await addDate(), await addDate()];
  const bought = await order(date);
  await pay(engine, bought);
  await untilSeat(bought, "booked");
  await order(full);
  const seat = await seatId(bought);
  expect(await chooseAnotherDate(engine.web, bought.student.claims, seat, another)).toBe(
    "session_booked_already",
  );

  await callOffSession(engine.web, admin.claims, date, "The teacher is ill");
  expect((await mailOf(`${seat}:`, "date-lost")).reason).toBe("The teacher is ill");
  const failure = () =>
    value<boolean>(
      engine,
      "select resolved_at is null from partner_lms_enrollment_failures where subject = $1",
      [`seat:${seat}`],
    );
  expect(await failure()).toBe(true);

  const stranger = await person("Stan Stranger");
  expect(await chooseAnotherDate(engine.web, stranger.claims, seat, another)).toBe("unknown_session");
  expect(await chooseAnotherDate(engine.web, bought.student.claims, seat, full)).toBe("session_full");
  expect(await chooseAnotherDate(engine.web, bought.student.claims, seat, date)).toBe("session_over");
  expect(await chooseAnotherDate(engine.web, bought.student.claims, seat, another)).toBe("booked");
  expect(await failure()).toBe(false);
  expect(await chooseAnotherDate(engine.web, bought.student.claims, seat, another)).toBe(
    "session_booked_already",
  );
});

test("of ten students with a canceled date who want the same last seat one gets it", async () => {
  const date = await addDate({ capacity: 10 });
  const last = await addDate({
    startsAt: new Date(Date.now() + 48 * HOUR),
    endsAt: new Date(Date.now() + 50 * HOUR),
  });
  const seats: { student: PersonRow; seat: string }[] = [];
  for (let number = 0; number < 10; number += 1) {
    const bought = await order(date, await person(`Moving ${number}`));
    await pay(engine, bought);
    await untilSeat(bought, "booked");
    seats.push({ student: bought.student as PersonRow, seat: await seatId(bought) });
  }
  await callOffSession(engine.web, admin.claims, date, "No room");
  const answers = await Promise.all(
    seats.map(({ student, seat }) => chooseAnotherDate(engine.web, student.claims, seat, last)),
  );
  expect(answers.filter((answer) => answer === "booked")).toHaveLength(1);
  expect(answers.filter((answer) => answer === "session_full")).toHaveLength(9);
});

test("a refund closes what was open about its seat", async () => {
  const date = await addDate();
  const bought = await order(date);
  await pay(engine, bought);
  await untilSeat(bought, "booked");
  const seat = await seatId(bought);
  await callOffSession(engine.web, admin.claims, date, "No teacher");
  const open = () =>
    value<number>(
      engine,
      "select count(*)::int from partner_lms_enrollment_failures where subject = $1 and resolved_at is null",
      [`seat:${seat}`],
    );
  await until(async () => (await open()) === 1);
  await engine.owner.query("update orders set status = 'refunded' where id = $1", [bought.orderId]);
  expect([await seatOf(bought), await open()]).toEqual(["released", 0]);
});

test("dates are kept by admins, and not made smaller than what is taken", async () => {
  const date = await addDate({ capacity: 2 });
  await order(date);
  await order(date);
  const at = { courseId, sessionId: date };
  const refused = (work: Promise<unknown>) =>
    work.catch((error: unknown) => (error as SessionRefusedError).code);
  expect(await refused(keepSession(engine.web, admin.claims, at, draft({ capacity: 1 })))).toBe("too_small");
  expect(
    await refused(
      keepSession(engine.web, admin.claims, at, draft({ capacity: 2, link: "javascript:alert(1)" })),
    ),
  ).toBe("does_not_fit");
  const student = await person("Curious Example");
  expect(await refused(keepSession(engine.web, student.claims, at, draft()))).toBe("not_found");
  expect(await refused(keepSession(engine.web, student.claims, { courseId, sessionId: null }, draft()))).toBe(
    "not_allowed",
  );
  expect(await refused(callOffSession(engine.web, student.claims, date, "Mine"))).toBe("not_found");
});

test("after all that every invariant of seats holds", async () => {
  await until(async () => {
    await sweep(engine.worker.deps);
    return (await findBrokenInvariants(engine.owner)).every(({ invariant }) => invariant !== 27);
  });
});
