/** Seats at dates: the last one goes to one student, and every seat follows its order. */
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asItself, asUser, openDatabase, type Database } from "#lib/db/client.ts";
import {
  addSession,
  cancelSession,
  editSession,
  holdSeats,
  type SeatRefusal,
} from "#lib/db/course-sessions.ts";
import {
  addOrder,
  addPartner,
  addPerson,
  addProgram,
  type PartnerRow,
  type PersonRow,
} from "#tests/database/reads/story.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

let database: TestDatabase;
let owner: pg.Client;
let web: Database;
let admin: PersonRow;
let student: PersonRow;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  web = openDatabase(database.webUrl, { max: 20 });
  admin = await addPerson(owner, "Adele Admin", "admin");
  student = await addPerson(owner, "Ada Example");
});

afterAll(async () => {
  await web.close();
  await owner.end();
  await database.drop();
});

const HOUR = 3_600_000;
const draft = (capacity: number, inHours = 48) => ({
  startsAt: new Date(Date.now() + inHours * HOUR),
  endsAt: new Date(Date.now() + (inHours + 8) * HOUR),
  timeZone: "America/Chicago",
  capacity,
  place: "Room 4",
  link: null,
  active: true,
});

function addDate(partner: PartnerRow, capacity = 1, inHours = 48): Promise<string> {
  return asUser(web, admin.claims, (tx) => addSession(tx, partner.courseId, draft(capacity, inHours)));
}

/** A program with dates, and ways to order it. */
async function addScheduled() {
  const partner = await addPartner(owner, "Dates");
  const program = await addProgram(owner, "Dated", [partner]);
  const { rows } = await owner.query<{ id: string }>(
    "select id from program_partner_lms where program_id = $1",
    [program.id],
  );
  const order = (person: PersonRow) =>
    addOrder(owner, person, program, { status: "awaiting_payment", option_ids: [rows[0]!.id] });
  return { partner, program, order };
}

class Refused extends Error {}

/** As the checkout does: what is refused is rolled back. */
async function hold(orderId: string, ...sessionIds: string[]): Promise<SeatRefusal | "held"> {
  let answer: SeatRefusal | "held" = "held";
  await asItself(web, async (tx) => {
    answer = await holdSeats(tx, orderId, sessionIds);
    if (answer !== "held") throw new Refused(answer);
  }).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
  });
  return answer;
}

async function move(orderId: string, status: string): Promise<void> {
  await owner.query(
    "update orders set status = $2, paid_at = coalesce(paid_at, case when $2 in ('paid', 'refunded') then now() end) where id = $1",
    [orderId, status],
  );
}

async function seatsOf(orderId: string): Promise<string[]> {
  const { rows } = await owner.query<{ status: string }>(
    "select status from order_seats where order_id = $1 order by created_at",
    [orderId],
  );
  return rows.map(({ status }) => status);
}

async function taken(sessionId: string): Promise<number> {
  const { rows } = await owner.query<{ seats_taken: number }>(
    "select seats_taken from partner_course_sessions where id = $1",
    [sessionId],
  );
  return rows[0]!.seats_taken;
}

test("of twenty students who want the last seat at once exactly one gets it", async () => {
  const { partner, order } = await addScheduled();
  const date = await addDate(partner, 1);
  const orders: string[] = [];
  for (let number = 0; number < 20; number += 1)
    orders.push(await order(await addPerson(owner, `Student ${number}`)));
  const answers = await Promise.all(orders.map((id) => hold(id, date)));
  expect(answers.filter((answer) => answer === "held")).toHaveLength(1);
  expect(answers.filter((answer) => answer === "session_full")).toHaveLength(19);
  expect(await taken(date)).toBe(1);
});

test("students who want several dates in different order never wait for each other for ever", async () => {
  const partners = [await addPartner(owner, "One"), await addPartner(owner, "Two")];
  const program = await addProgram(owner, "Two dates", partners);
  const { rows } = await owner.query<{ id: string }>(
    "select id from program_partner_lms where program_id = $1",
    [program.id],
  );
  const dates = await Promise.all(partners.map((partner) => addDate(partner, 7)));
  const orders: string[] = [];
  for (let number = 0; number < 20; number += 1)
    orders.push(
      await addOrder(owner, await addPerson(owner, `Pair ${number}`), program, {
        status: "awaiting_payment",
        option_ids: rows.map(({ id }) => id),
      }),
    );
  const answers = await Promise.all(
    orders.map((id, number) => hold(id, ...(number % 2 ? dates : dates.toReversed()))),
  );
  expect(answers.filter((answer) => answer === "held")).toHaveLength(7);
  expect([await taken(dates[0]!), await taken(dates[1]!)]).toEqual([7, 7]);
});

test.each(["expired", "failed"])("an order that is %s gives its seat back", async (status) => {
  const { partner, order } = await addScheduled();
  const date = await addDate(partner, 1);
  const orderId = await order(student);
  expect(await hold(orderId, date)).toBe("held");
  await move(orderId, status);
  expect([await seatsOf(orderId), await taken(date)]).toEqual([["released"], 0]);
});

test("a paid order keeps its seat until it is refunded whole", async () => {
  const { partner, order } = await addScheduled();
  const date = await addDate(partner, 1);
  const orderId = await order(student);
  await hold(orderId, date);
  await move(orderId, "paid");
  await move(orderId, "partially_refunded");
  expect([await seatsOf(orderId), await taken(date)]).toEqual([["booked"], 1]);
  await move(orderId, "refunded");
  expect([await seatsOf(orderId), await taken(date)]).toEqual([["released"], 0]);
});

test("money that comes after the seat was given back takes it again, or says that it is lost", async () => {
  const { partner, order } = await addScheduled();
  const date = await addDate(partner, 1);
  const [late, tooLate] = [await order(student), await order(await addPerson(owner, "Late Example"))];
  await hold(late, date);
  await move(late, "expired");
  await hold(tooLate, date);
  await move(tooLate, "expired");
  await move(late, "paid");
  await move(tooLate, "paid");
  expect([await seatsOf(late), await seatsOf(tooLate), await taken(date)]).toEqual([["booked"], ["lost"], 1]);
});

test("a student who chooses another date before paying takes one seat, not two", async () => {
  const { partner, order } = await addScheduled();
  const [first, second] = [await addDate(partner, 5), await addDate(partner, 5)];
  const [before, after] = [await order(student), await order(student)];
  await hold(before, first);
  await hold(after, second);
  expect([await taken(first), await taken(second)]).toEqual([0, 1]);
  await move(before, "paid");
  expect([await seatsOf(before), await seatsOf(after)]).toEqual([["booked"], ["released"]]);
  expect([await taken(first), await taken(second)]).toEqual([1, 0]);
});

test("holding the same seat again changes nothing", async () => {
  const { partner, order } = await addScheduled();
  const date = await addDate(partner, 1);
  const orderId = await order(student);
  expect([await hold(orderId, date), await hold(orderId, date)]).toEqual(["held", "held"]);
  expect(await taken(date)).toBe(1);
});

test("dates of other courses, canceled ones, past ones and two at once are refused", async () => {
  const { partner, order } = await addScheduled();
  const other = await addDate((await addScheduled()).partner);
  const [past, canceled, open, another] = [
    await addDate(partner, 1, -24),
    await addDate(partner),
    await addDate(partner),
    await addDate(partner),
  ];
  await asUser(web, admin.claims, (tx) => cancelSession(tx, canceled, "The teacher is ill"));
  const orderId = await order(student);
  expect(await hold(orderId, other)).toBe("unknown_session");
  expect(await hold(orderId, open, another)).toBe("unknown_session");
  expect(await hold(orderId, open, open)).toBe("unknown_session");
  expect(await hold(orderId, past)).toBe("session_over");
  expect(await hold(orderId, canceled)).toBe("session_over");
  expect(await seatsOf(orderId)).toEqual([]);
});

test("a course taught at set times only is not bought without a date", async () => {
  const { partner, order } = await addScheduled();
  const date = await addDate(partner);
  await owner.query("insert into course_schedules (course_id) values ($1)", [partner.courseId]);
  const orderId = await order(student);
  expect([await hold(orderId), await hold(orderId, date)]).toEqual(["choose_a_session", "held"]);
});

test("a seat of a date that was canceled before the money came is lost", async () => {
  const { partner, order } = await addScheduled();
  const date = await addDate(partner);
  const orderId = await order(student);
  await hold(orderId, date);
  await asUser(web, admin.claims, (tx) => cancelSession(tx, date, "The room is flooded"));
  await move(orderId, "paid");
  expect(await seatsOf(orderId)).toEqual(["lost"]);
});

test("nobody makes a date smaller than the seats it gave away", async () => {
  const { partner, order } = await addScheduled();
  const date = await addDate(partner, 2);
  await hold(await order(student), date);
  await hold(await order(await addPerson(owner, "Second Example")), date);
  const shrunk = asUser(web, admin.claims, (tx) => editSession(tx, date, draft(1)));
  await expect(shrunk).rejects.toMatchObject({ code: "23514" });
});

test("a date counts the changes people must hear of, and no others", async () => {
  const { partner } = await addScheduled();
  const date = await addDate(partner);
  const sequence = async () =>
    (
      await owner.query<{ sequence: number }>("select sequence from partner_course_sessions where id = $1", [
        date,
      ])
    ).rows[0]!.sequence;
  const now = draft(3);
  await asUser(web, admin.claims, (tx) => editSession(tx, date, now));
  const before = await sequence();
  await asUser(web, admin.claims, (tx) => editSession(tx, date, { ...now, capacity: 9 }));
  expect(await sequence()).toBe(before);
  await asUser(web, admin.claims, (tx) => editSession(tx, date, { ...now, place: "Room 5" }));
  await asUser(web, admin.claims, (tx) =>
    editSession(tx, date, { ...now, place: "Room 5", link: "https://meet.example/1" }),
  );
  await asUser(web, admin.claims, (tx) =>
    editSession(tx, date, { ...now, place: "Room 5", link: "https://meet.example/1" }),
  );
  expect(await sequence()).toBe(before + 2);
});

test("the address of an online date is for those who booked it", async () => {
  const { partner, order } = await addScheduled();
  const date = await asUser(web, admin.claims, (tx) =>
    addSession(tx, partner.courseId, { ...draft(5), link: "https://meet.example/secret" }),
  );
  const orderId = await order(student);
  const links = () =>
    asUser(web, student.claims, (tx) =>
      tx.selectFrom("course_session_links").select("link").where("session_id", "=", date).execute(),
    );
  expect(await links()).toEqual([]);
  await hold(orderId, date);
  expect(await links()).toEqual([]);
  await move(orderId, "paid");
  expect(await links()).toEqual([{ link: "https://meet.example/secret" }]);
});

test("a student can neither add, change nor cancel a date, and take no seat by hand", async () => {
  const { partner, order } = await addScheduled();
  const date = await addDate(partner);
  const orderId = await order(student);
  const denied = { code: "42501" };
  await expect(
    asUser(web, student.claims, (tx) => addSession(tx, partner.courseId, draft(9))),
  ).rejects.toMatchObject(denied);
  expect(await asUser(web, student.claims, (tx) => cancelSession(tx, date, "Mine"))).toBeNull();
  await expect(asUser(web, student.claims, (tx) => holdSeats(tx, orderId, [date]))).rejects.toMatchObject(
    denied,
  );
  await expect(
    asItself(web, (tx) =>
      tx
        .insertInto("order_seats")
        .values({ order_id: orderId, session_id: date, course_id: partner.courseId, student_id: student.id })
        .execute(),
    ),
  ).rejects.toMatchObject(denied);
});
