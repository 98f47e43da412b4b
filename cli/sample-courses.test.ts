import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadSampleCourses } from "#cli/sample-courses.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

let database: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await database.drop();
});

test("the demo courses bring every kind of lesson, and a second load writes nothing", async () => {
  const { rows } = await owner.query("select distinct kind from course_lessons order by kind");
  expect(rows.map(({ kind }) => kind as string)).toEqual(["quiz", "scorm", "text", "video"]);
  const counts = await loadSampleCourses(database.ownerUrl);
  expect(counts.map(({ inserted, unchanged }) => [inserted, unchanged])).toEqual([
    [0, 2],
    [0, 4],
    [0, 1],
  ]);
});

test("what an operator changed stays, and a program they took away comes back with its path", async () => {
  await owner.query("update course_lessons set title = 'Ours now' where kind = 'text'");
  await owner.query("delete from programs where slug = 'food-safety'");
  await loadSampleCourses(database.ownerUrl);
  const titles = await owner.query("select title from course_lessons where kind = 'text'");
  expect(titles.rows).toEqual([{ title: "Ours now" }]);
  const path = await owner.query(
    `select c.course_code as code, o.sequence_order as position, g.delivery_mode as mode
     from programs g join program_partner_lms o on o.program_id = g.id join partner_courses c on c.id = o.course_id
     where g.slug = 'food-safety' order by o.sequence_order`,
  );
  expect(path.rows).toEqual([
    { code: "BA-FOOD-SAFETY", position: 1, mode: "self_hosted" },
    { code: "BA-WASHING-HANDS", position: 2, mode: "self_hosted" },
  ]);
});
