/** Promo codes of the school that the sandbox's Milady RISE knows, for a machine where it plays the partner. */
import pg from "pg";
import { listPromoCodes } from "#sandbox/partners/milady.ts";

/** More than the largest simulation spends. */
export const DEMO_CODES = 5_000;

/**
 * Puts the first `count` codes into the stock and returns how many were new. Codes that are known stay as they are,
 * used up or not. Needs a database with the sample catalogue and the owner's rights.
 */
export async function addDemoStock(ownerUrl: string, count = DEMO_CODES): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `insert into public.partner_vouchers (provider_id, kind, code)
       select id, 'promo_code', code
       from public.partner_lms_providers, unnest($1::text[]) as code
       where provider_type = 'milady'
       on conflict (provider_id, code) do nothing`,
      [listPromoCodes(count)],
    );
    return rowCount ?? 0;
  } finally {
    await client.end();
  }
}
