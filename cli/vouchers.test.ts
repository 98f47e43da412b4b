import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newFolder, runBaton } from "#tests/support/baton.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

let folder: string;
let database: TestDatabase;

beforeAll(async () => {
  folder = newFolder();
  database = await createTestDatabase();
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database.drop();
});

function importFile(content: string, ...words: string[]) {
  writeFileSync(path.join(folder, "codes.csv"), content);
  return runBaton(folder, ["vouchers", "import", "milady", "codes.csv", ...words], {
    DATABASE_URL: database.ownerUrl,
  });
}

async function stock(): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  const { rows } = await client.query(
    "select v.code, c.course_code, v.expires_at from partner_vouchers v left join partner_courses c on c.id = v.course_id where v.code like 'TEST-%' order by v.code",
  );
  await client.end();
  return rows;
}

const FILE = "code,expires_on,course_code\nTEST-1,2031-01-31,CIMA-ESTH\nTEST-2,,\nTEST-3,,NO-SUCH-COURSE\n";

test("a dry run says what would become of each line and keeps nothing", async () => {
  const { code, stdout } = await importFile(FILE, "--dry-run");
  expect(code).toBe(1);
  expect(stdout.trim().split("\n")).toEqual([
    "line 2: added",
    "line 3: added",
    "line 4: refused, the partner has no such course",
    "would be: 2 added, 0 known, 1 refused",
  ]);
  expect(await stock()).toEqual([]);
});

test("an import adds what is new, once, and never prints a code", async () => {
  const first = await importFile(FILE);
  expect(await stock()).toEqual([
    { code: "TEST-1", course_code: "CIMA-ESTH", expires_at: new Date("2031-01-31T23:59:59Z") },
    { code: "TEST-2", course_code: null, expires_at: null },
  ]);
  const second = await importFile(FILE, "--json");
  expect(JSON.parse(second.stdout)).toEqual({
    dryRun: false,
    rows: [
      { line: 2, outcome: "known" },
      { line: 3, outcome: "known" },
      { line: 4, outcome: "refused", why: "the partner has no such course" },
    ],
  });
  for (const { stdout, stderr } of [first, second]) expect(stdout + stderr).not.toContain("TEST-");
  expect(await stock()).toHaveLength(2);
});

test.each([
  [["vouchers"], 2, "The action is missing"],
  [["vouchers", "export", "milady", "codes.csv"], 2, '"vouchers" can import, not "export"'],
  [["vouchers", "import", "milady", "codes.csv", "more"], 2, "Unexpected argument 'more'"],
  [["vouchers", "import", "milady", "nowhere.csv"], 1, "nowhere.csv cannot be read"],
  [["vouchers", "import", "hsi", "codes.csv"], 1, 'there is no stock of codes for "hsi"'],
])("%j is answered with a sentence", async (words, exitCode, sentence) => {
  const { code, stderr } = await runBaton(folder, words, { DATABASE_URL: database.ownerUrl });
  expect(code).toBe(exitCode);
  expect(stderr).toContain(sentence);
});
