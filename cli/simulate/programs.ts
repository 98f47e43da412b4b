/** Which programs simulated students buy. */
import type pg from "pg";
import { UsageError } from "#cli/command.ts";

/** A program on sale and the partners of its path, in order. */
export interface SimulatedProgram {
  slug: string;
  partners: string[];
}

/**
 * Reads the programs named in `wanted` (slugs separated by commas), or, when it is left out, as few as together
 * lead through every partner whose courses are for sale. Throws UsageError for one that cannot be bought.
 */
export async function choosePrograms(pool: pg.Pool, wanted: string | undefined): Promise<SimulatedProgram[]> {
  const forSale = await readForSale(pool);
  if (wanted === undefined) return coverEveryPartner(forSale);
  return wanted.split(",").map((slug) => {
    const program = forSale.find((each) => each.slug === slug.trim());
    if (!program) throw new UsageError(`--program: no program on sale is called "${slug}"`);
    return program;
  });
}

/** Programs without a choice to make and whose partners are all active. */
async function readForSale(pool: pg.Pool): Promise<SimulatedProgram[]> {
  const { rows } = await pool.query<SimulatedProgram>(`
    select g.slug, array_agg(p.provider_type order by o.sequence_order) as partners
    from public.programs g
    join public.program_partner_lms o on o.program_id = g.id
    join public.partner_lms_providers p on p.id = o.provider_id
    where g.active and g.delivery_mode = 'partner'
    group by g.id
    having bool_and(p.active and o.required) and count(*) = count(distinct o.sequence_order)
    order by count(*) desc, g.slug`);
  return rows;
}

/** Takes the program with the most partners not seen yet, until every partner is. */
function coverEveryPartner(forSale: readonly SimulatedProgram[]): SimulatedProgram[] {
  const missing = new Set(forSale.flatMap(({ partners }) => partners));
  const gain = ({ partners }: SimulatedProgram) => new Set(partners.filter((each) => missing.has(each))).size;
  const chosen: SimulatedProgram[] = [];
  while (missing.size > 0) {
    const best = forSale.reduce((most, each) => (gain(each) > gain(most) ? each : most));
    chosen.push(best);
    for (const partner of best.partners) missing.delete(partner);
  }
  return chosen;
}
