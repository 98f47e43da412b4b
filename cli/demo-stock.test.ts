import pg from "pg";
import { expect, test } from "vitest";
import { addDemoStock } from "#cli/demo-stock.ts";
import { createTestDatabase } from "#tests/support/database.ts";

test("the stock is filled once, and a code that was used up stays used up", async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.ownerUrl });
  try {
    await client.connect();
    expect(await addDemoStock(database.ownerUrl, 3)).toBe(3);
    await client.query("update public.partner_vouchers set status = 'expired' where code like '%-00001-%'");

    expect(await addDemoStock(database.ownerUrl, 4)).toBe(1);

    const { rows } = await client.query(
      "select count(*)::int, count(*) filter (where status = 'available')::int as left from public.partner_vouchers",
    );
    expect(rows).toEqual([{ count: 4, left: 3 }]);
  } finally {
    await client.end();
    await database.drop();
  }
});
