import pg from "pg";
import { expect, test } from "vitest";
import { addDemoDates } from "#cli/demo-dates.ts";
import { createTestDatabase } from "#tests/support/database.ts";

test("courses taught in part in person get Saturdays to come, once", async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.ownerUrl });
  try {
    await client.connect();
    const added = await addDemoDates(database.ownerUrl);
    expect(added).toBeGreaterThan(0);
    expect(await addDemoDates(database.ownerUrl)).toBe(0);
    const { rows } = await client.query(`
      select count(*)::int as dates, bool_and(starts_at > now()) as ahead,
        bool_and(extract(isodow from starts_at at time zone time_zone) = 6) as saturdays,
        bool_and(to_char(starts_at at time zone time_zone, 'HH24:MI') = '09:00') as at_nine
      from partner_course_sessions`);
    expect(rows).toEqual([{ dates: added, ahead: true, saturdays: true, at_nine: true }]);
  } finally {
    await client.end();
    await database.drop();
  }
});
