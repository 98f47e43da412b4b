/** Codes of the school that the sandbox's partners take, for a machine where it plays them. */
import pg from "pg";
import { findPartnerDescriptor } from "#lib/partners/index.ts";
import { playedPartners } from "#sandbox/partners/index.ts";

/** More than the largest simulation spends. */
export const DEMO_CODES = 5_000;

/**
 * Puts the first `count` codes of each partner that has such into the stock and returns how many were new. Codes that
 * are known stay as they are, used up or not. Needs a database with the sample catalogue and the owner's rights.
 */
export async function addDemoStock(ownerUrl: string, count = DEMO_CODES): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  let added = 0;
  try {
    for (const { slug, listCodes } of playedPartners) {
      const kind = findPartnerDescriptor(slug)?.voucher?.kind;
      if (!listCodes || !kind) continue;
      const { rowCount } = await client.query(ADD, [slug, kind, listCodes(count)]);
      added += rowCount ?? 0;
    }
  } finally {
    await client.end();
  }
  return added;
}

const ADD = `
  insert into public.partner_vouchers (provider_id, kind, code)
  select id, $2, code
  from public.partner_lms_providers, unnest($3::text[]) as code
  where provider_type = $1
  on conflict (provider_id, code) do nothing`;
