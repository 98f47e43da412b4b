/** The catalogue as visitors see it: only columns that anybody may read, only programs that are active. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import { containing } from "#lib/db/reads/named-like.ts";
import { readPaths, type ProgramOption } from "#lib/db/reads/program-paths.ts";
import { whyNotForSale } from "#lib/domain/for-sale.ts";
import { LENGTHS, PRICE_RANGES, type ProgramFilter, type Sort } from "#lib/domain/program-filter.ts";
import { pathPrice, type PathPrice } from "#lib/domain/offer-price.ts";
import type { Sentence } from "#lib/domain/sentence.ts";

export interface ProgramFacts {
  id: string;
  slug: string;
  title: string;
  description: string;
  category: string;
  hours: number | null;
  weeks: number | null;
  /** Of the program alone, before what chosen partners add. */
  priceCents: number;
  currency: string;
  /** `partner` or `self_hosted`. */
  deliveryMode: string;
  fundingTags: string[];
}

/** A program with its path: all options of all positions, in order of position. */
export interface Program extends ProgramFacts {
  path: ProgramOption[];
  /** The cheapest way through. */
  price: PathPrice;
  /** A sentence when it cannot be bought, else null. */
  notForSale: Sentence | null;
}

const FACTS = [
  "programs.id",
  "programs.slug",
  "programs.title",
  "programs.description",
  "programs.category",
  "programs.hours",
  "programs.weeks",
  "programs.price_cents as priceCents",
  "programs.currency",
  "programs.delivery_mode as deliveryMode",
  "programs.funding_tags as fundingTags",
] as const;

/** Lists the active programs a filter lets through, in its order. Two queries. */
export async function listPrograms(tx: Tx, filter: ProgramFilter): Promise<Program[]> {
  const facts = await filtered(tx, filter)
    .orderBy(ORDER[filter.sort])
    .orderBy("programs.id")
    .select(FACTS)
    .execute();
  const programs = await withPaths(tx, facts);
  if (filter.sort !== "open") return programs;
  return programs.sort((a, b) => Number(a.notForSale !== null) - Number(b.notForSale !== null));
}

/** Finds the address of today of an active program that was called this before; null when none was. */
export async function findCurrentSlug(tx: Tx, formerSlug: string): Promise<string | null> {
  const row = await activePrograms(tx)
    .innerJoin("program_slug_aliases as alias", "alias.program_id", "programs.id")
    .where("alias.slug", "=", formerSlug)
    .select("programs.slug")
    .executeTakeFirst();
  return row?.slug ?? null;
}

/** Reads one active program by its slug; null when there is none. */
export async function findProgram(tx: Tx, slug: string): Promise<Program | null> {
  const facts = await activePrograms(tx).where("programs.slug", "=", slug).select(FACTS).execute();
  const [program] = await withPaths(tx, facts);
  return program ?? null;
}

const ORDER: Record<Sort, ReturnType<typeof sql>> = {
  open: sql`programs.title`,
  title: sql`programs.title`,
  "price-low": sql`price.from_cents, programs.title`,
  "price-high": sql`price.from_cents desc, programs.title`,
  hours: sql`programs.hours nulls last, programs.title`,
};

async function withPaths(tx: Tx, facts: ProgramFacts[]): Promise<Program[]> {
  const paths = await readPaths(
    tx,
    facts.map((program) => program.id),
  );
  return facts.map((program) => {
    const path = paths.get(program.id) ?? [];
    return {
      ...program,
      path,
      price: pathPrice(program.priceCents, path, []),
      notForSale: whyNotForSale(path),
    };
  });
}

function activePrograms(tx: Tx) {
  return tx.selectFrom("programs").where("programs.active", "=", true);
}

function filtered(tx: Tx, filter: ProgramFilter) {
  let query = activePrograms(tx).innerJoin("program_prices as price", "price.id", "programs.id");
  for (const word of filter.words) query = query.where(mentions(word));
  if (filter.category) query = query.where("programs.category", "=", filter.category);
  if (filter.partner) query = query.where(hasOnItsPath("provider.provider_type", filter.partner));
  if (filter.format) query = query.where(hasOnItsPath("course.delivery_format", filter.format));
  if (filter.price) {
    const { minCents, maxCents } = PRICE_RANGES[filter.price];
    query = query.where("price.from_cents", ">=", minCents);
    if (maxCents !== null) query = query.where("price.from_cents", "<=", maxCents);
  }
  if (filter.length) {
    const { minHours, maxHours } = LENGTHS[filter.length];
    query = query.where("programs.hours", ">=", minHours);
    if (maxHours !== null) query = query.where("programs.hours", "<=", maxHours);
  }
  return query;
}

/** The word stands in the program's own texts, or in the name of a course or partner on its path. */
function mentions(word: string) {
  const pattern = containing(word);
  return sql<boolean>`(concat_ws(' ', programs.title, programs.description, programs.category) ilike ${pattern}
    or exists (
      select from program_partner_lms step
      join partner_courses course on course.id = step.course_id
      join partner_lms_providers provider on provider.id = step.provider_id
      where step.program_id = programs.id
        and concat_ws(' ', course.course_name, provider.provider_name) ilike ${pattern}))`;
}

function hasOnItsPath(column: "provider.provider_type" | "course.delivery_format", value: string) {
  return sql<boolean>`exists (
    select from program_partner_lms step
    join partner_lms_providers provider on provider.id = step.provider_id
    join partner_courses course on course.id = step.course_id
    where step.program_id = programs.id and ${sql.ref(column)} = ${value})`;
}
