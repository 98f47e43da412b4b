/** Reviews: who may write one, what the figures of a course say, and what moderation does. */
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asUser, asVisitor, openDatabase, type Database } from "#lib/db/client.ts";
import { moderateReview, removeReview, saveReview } from "#lib/db/reviews.ts";
import {
  addPartner,
  addPerson,
  addProgram,
  enroll,
  startStep,
  type PartnerRow,
  type PersonRow,
} from "#tests/database/reads/story.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

let database: TestDatabase;
let owner: pg.Client;
let web: Database;
let admin: PersonRow;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  web = openDatabase(database.webUrl, { max: 12 });
  admin = await addPerson(owner, "Adele Admin", "admin");
});

afterAll(async () => {
  await web.close();
  await owner.end();
  await database.drop();
});

const DENIED = { code: "42501" };

/** A course with students who are enrolled there. */
async function addCourse(students: number) {
  const partner = await addPartner(owner, "Reviewed");
  const program = await addProgram(owner, "Reviewed", [partner]);
  const people: PersonRow[] = [];
  for (let number = 0; number < students; number += 1) {
    const person = await addPerson(owner, `Reviewer ${number}`);
    const { stepIds } = await enroll(owner, person, program);
    await startStep(owner, stepIds[0]!);
    people.push(person);
  }
  return { partner, program, people };
}

const say = (person: PersonRow, partner: PartnerRow, rating: number, body = "It was good.") =>
  asUser(web, person.claims, (tx) => saveReview(tx, person.id, partner.courseId, { rating, body }));

async function figures(partner: PartnerRow): Promise<unknown[]> {
  const { rows } = await owner.query<{ spread: number[]; review_count: number; average: string | null }>(
    "select array[ones, twos, threes, fours, fives] as spread, review_count, average from course_ratings where course_id = $1",
    [partner.courseId],
  );
  return rows[0] ? [rows[0].spread, rows[0].review_count, rows[0].average] : [];
}

async function idOf(partner: PartnerRow, person: PersonRow): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    "select id from course_reviews where course_id = $1 and student_id = $2",
    [partner.courseId, person.id],
  );
  return rows[0]!.id;
}

test("the figures of a course follow every review that is written, edited and removed", async () => {
  const { partner, people } = await addCourse(3);
  const [first, second, third] = people as [PersonRow, PersonRow, PersonRow];
  await say(first, partner, 5);
  await say(second, partner, 4);
  await say(third, partner, 1);
  expect(await figures(partner)).toEqual([[1, 0, 0, 1, 1], 3, "3.33"]);
  await say(third, partner, 4);
  expect(await figures(partner)).toEqual([[0, 0, 0, 2, 1], 3, "4.33"]);
  await asUser(web, first.claims, (tx) => removeReview(tx, first.id, partner.courseId));
  expect(await figures(partner)).toEqual([[0, 0, 0, 2, 0], 2, "4.00"]);
});

test("figures are right when many students speak at once", async () => {
  const { partner, people } = await addCourse(10);
  await Promise.all(people.map((person, number) => say(person, partner, (number % 5) + 1)));
  await Promise.all(people.map((person) => say(person, partner, 5)));
  expect(await figures(partner)).toEqual([[0, 0, 0, 0, 10], 10, "5.00"]);
});

test("a student speaks once for each course, also by pressing twice", async () => {
  const { partner, people } = await addCourse(1);
  await Promise.all([say(people[0]!, partner, 2), say(people[0]!, partner, 2), say(people[0]!, partner, 2)]);
  expect(await figures(partner)).toEqual([[0, 1, 0, 0, 0], 1, "2.00"]);
});

test("whoever was not enrolled in a course cannot review it, and nobody speaks for another", async () => {
  const { partner, program, people } = await addCourse(1);
  const stranger = await addPerson(owner, "Stan Stranger");
  await expect(say(stranger, partner, 1)).rejects.toMatchObject(DENIED);
  // Paid, but the partner has not confirmed yet.
  await enroll(owner, stranger, program);
  await expect(say(stranger, partner, 1)).rejects.toMatchObject(DENIED);
  await expect(
    asUser(web, stranger.claims, (tx) =>
      saveReview(tx, people[0]!.id, partner.courseId, { rating: 1, body: "" }),
    ),
  ).rejects.toMatchObject(DENIED);
  expect(await figures(partner)).toEqual([]);
});

test("a review has one to five stars and at most 2,000 characters", async () => {
  const { partner, people } = await addCourse(1);
  for (const [rating, body] of [
    [0, ""],
    [6, ""],
    [3, "x".repeat(2001)],
  ] as const)
    await expect(say(people[0]!, partner, rating, body)).rejects.toMatchObject({ code: "23514" });
  await say(people[0]!, partner, 3, "x".repeat(2000));
});

test("a hidden review counts no more, stays with its author, and comes back when it is restored", async () => {
  const { partner, people } = await addCourse(2);
  const [rude, kind] = people as [PersonRow, PersonRow];
  await say(rude, partner, 1, "An insult");
  await say(kind, partner, 5);
  const id = await idOf(partner, rude);
  await asUser(web, admin.claims, (tx) => moderateReview(tx, id, "Insults a teacher"));
  expect(await figures(partner)).toEqual([[0, 0, 0, 0, 1], 1, "5.00"]);
  const shown = await asVisitor(web, (tx) =>
    tx.selectFrom("course_reviews").select("rating").where("course_id", "=", partner.courseId).execute(),
  );
  expect(shown).toEqual([{ rating: 5 }]);

  await say(rude, partner, 2, "Another insult");
  expect(await asUser(web, rude.claims, (tx) => removeReview(tx, rude.id, partner.courseId))).toBe(false);
  expect(await figures(partner)).toEqual([[0, 0, 0, 0, 1], 1, "5.00"]);

  await asUser(web, admin.claims, (tx) => moderateReview(tx, id, null));
  expect(await figures(partner)).toEqual([[0, 1, 0, 0, 1], 2, "3.50"]);
});

test("every act of moderation leaves a row that says who, what and why", async () => {
  const { partner, people } = await addCourse(1);
  await say(people[0]!, partner, 1);
  const id = await idOf(partner, people[0]!);
  const hide = (reason: string | null) => asUser(web, admin.claims, (tx) => moderateReview(tx, id, reason));
  expect([await hide("Names a person"), await hide("Again"), await hide(null), await hide(null)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  const { rows } = await owner.query(
    "select act, actor, reason from review_moderations where review_id = $1 order by id",
    [id],
  );
  expect(rows).toEqual([
    { act: "hidden", actor: admin.id, reason: "Names a person" },
    { act: "restored", actor: admin.id, reason: null },
  ]);
});

test("students moderate nothing, and an admin puts no words into a student's mouth", async () => {
  const { partner, people } = await addCourse(2);
  const [author, other] = people as [PersonRow, PersonRow];
  await say(author, partner, 3, "Mine");
  const id = await idOf(partner, author);
  const asOne = (person: PersonRow, values: object) =>
    asUser(web, person.claims, (tx) =>
      tx.updateTable("course_reviews").set(values).where("id", "=", id).executeTakeFirst(),
    );
  const hide = { hidden_at: new Date(), hidden_reason: "No" };
  await expect(asOne(author, hide)).rejects.toMatchObject(DENIED);
  expect((await asOne(other, hide)).numUpdatedRows).toBe(0n);
  expect((await asOne(other, { body: "Theirs" })).numUpdatedRows).toBe(0n);
  await expect(asOne(admin, { body: "Wonderful!", rating: 5 })).rejects.toMatchObject(DENIED);
  await expect(asOne(author, { student_id: other.id })).rejects.toMatchObject(DENIED);
});

test("visitors see what is said and not who said it", async () => {
  const { partner, people } = await addCourse(1);
  await say(people[0]!, partner, 4);
  await expect(
    asVisitor(web, (tx) => tx.selectFrom("course_reviews").select("student_id").execute()),
  ).rejects.toMatchObject(DENIED);
});

test("each option of a program tells how students rated its course", async () => {
  const { partner, program, people } = await addCourse(1);
  await say(people[0]!, partner, 4);
  const silent = await addProgram(owner, "Silent", [await addPartner(owner, "Silent")]);
  const rows = await asVisitor(web, (tx) =>
    tx
      .selectFrom("program_option_ratings as r")
      .innerJoin("program_partner_lms as o", "o.id", "r.option_id")
      .select(["o.program_id", "r.review_count", "r.average"])
      .where("o.program_id", "in", [program.id, silent.id])
      .orderBy("r.review_count")
      .execute(),
  );
  expect(rows).toEqual([
    { program_id: silent.id, review_count: 0, average: null },
    { program_id: program.id, review_count: 1, average: "4.00" },
  ]);
});
