/** Calendar files: who gets which date, and what stands in them. */
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { calendarOfMine, calendarOfSession } from "#lib/automation/calendar-of-sessions.ts";
import { asUser, openDatabase, type Database } from "#lib/db/client.ts";
import { addSession, cancelSession, editSession } from "#lib/db/course-sessions.ts";
import type { SessionDraft } from "#lib/domain/session-draft.ts";
import {
  addOrder,
  addPartner,
  addPerson,
  addProgram,
  insert,
  type PartnerRow,
  type PersonRow,
} from "#tests/database/reads/story.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

const draft: SessionDraft = {
  startsAt: new Date("2027-03-01T15:00:00Z"),
  endsAt: new Date("2027-03-01T23:00:00Z"),
  timeZone: "America/Chicago",
  capacity: 5,
  place: "",
  link: "https://meet.example/secret",
  active: true,
};

let database: TestDatabase;
let owner: pg.Client;
let deps: { db: Database; schoolName: string };
let admin: PersonRow;
let student: PersonRow;
let partner: PartnerRow;
let programId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  deps = { db: openDatabase(database.webUrl), schoolName: "Northfield Academy" };
  admin = await addPerson(owner, "Adele Admin", "admin");
  student = await addPerson(owner, "Ada Example");
  partner = await addPartner(owner, "Dates", { course: "First Aid; Part 1" });
  programId = (await addProgram(owner, "Dated", [partner])).id;
});

afterAll(async () => {
  await deps.db.close();
  await owner.end();
  await database.drop();
});

const addDate = (about: Partial<SessionDraft> = {}) =>
  asUser(deps.db, admin.claims, (tx) => addSession(tx, partner.courseId, { ...draft, ...about }));

async function giveSeat(sessionId: string, status: string): Promise<void> {
  const order_id = await addOrder(owner, student, { id: programId }, { description: "Medical Assistant" });
  const mine = { order_id, session_id: sessionId, course_id: partner.courseId, student_id: student.id };
  await insert(owner, "order_seats", { ...mine, status });
}

test("anybody gets a date on offer, and only who booked it learns where it is online", async () => {
  const date = await addDate();
  const visitor = await calendarOfSession(deps, null, date);
  expect(visitor).toContain(`UID:${date}@sessions.baton\r\n`);
  expect(visitor).toContain("SUMMARY:First Aid\\; Part 1\r\n");
  expect(visitor).not.toContain("meet.example");
  expect(await calendarOfSession(deps, student.claims, date)).not.toContain("meet.example");
  await giveSeat(date, "booked");
  const mine = await calendarOfSession(deps, student.claims, date);
  expect(mine).toContain("URL:https://meet.example/secret\r\n");
  expect(mine).toContain("DESCRIPTION:Medical Assistant · Northfield Academy\r\n");
  const stranger = await addPerson(owner, "Stan Stranger");
  expect(await calendarOfSession(deps, stranger.claims, date)).not.toContain("meet.example");
});

test("a date that is not on offer is nobody's but its students'", async () => {
  const date = await addDate({ active: false });
  expect(await calendarOfSession(deps, null, date)).toBeNull();
  expect(await calendarOfSession(deps, student.claims, date)).toBeNull();
  await giveSeat(date, "booked");
  expect(await calendarOfSession(deps, student.claims, date)).toContain("STATUS:CONFIRMED");
});

test("a changed date keeps its name and grows in number; a canceled one says so", async () => {
  const date = await addDate({ link: null, place: "Room 4" });
  await giveSeat(date, "booked");
  const sequence = async () =>
    Number(/SEQUENCE:(\d+)/.exec((await calendarOfSession(deps, student.claims, date))!)![1]);
  const before = await sequence();
  await asUser(deps.db, admin.claims, (tx) =>
    editSession(tx, date, { ...draft, link: null, place: "Room 5" }),
  );
  expect(await sequence()).toBe(before + 1);
  await asUser(deps.db, admin.claims, (tx) => cancelSession(tx, date, "Flood"));
  const file = await calendarOfSession(deps, student.claims, date);
  expect(file).toContain("STATUS:CANCELLED");
  expect(file).toContain(`UID:${date}@sessions.baton`);
  expect(await sequence()).toBe(before + 2);
});

test("the file of all dates has every seat that counts or was canceled, and no lost or foreign one", async () => {
  const [held, lost, foreign] = [await addDate(), await addDate(), await addDate()];
  await giveSeat(held, "held");
  await giveSeat(lost, "lost");
  const file = await calendarOfMine(deps, student.claims);
  expect(file).toContain(held);
  expect(file).not.toContain(lost);
  expect(file).not.toContain(foreign);
  const events = file.split("BEGIN:VEVENT").slice(1);
  // Where it takes place is told once the seat is paid for.
  expect(events.find((event) => event.includes(held))).not.toContain("meet.example");
});
