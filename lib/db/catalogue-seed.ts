/**
 * Loads the sample catalogue. Sample rows carry `metadata.sample`, a mark made of what the file said: a row is
 * written when it is missing or when the file says something new, so that what an operator changed stays, and
 * rows that an operator made are never touched.
 */
import { createHash } from "node:crypto";
import pg from "pg";
import type { Catalogue } from "#lib/db/catalogue-file.ts";

export interface SeedCount {
  table: string;
  inserted: number;
  updated: number;
  /** Rows of the file that already were as the file says, or as an operator left them. */
  unchanged: number;
}

/**
 * Writes the catalogue in one transaction and returns what happened per table. Providers outside `sold` (their
 * connector does not exist yet) are inactive, and an inactive partner is never sold. Needs the owner's rights;
 * a second call with the same file writes nothing.
 */
export async function seedCatalogue(
  ownerUrl: string,
  catalogue: Catalogue,
  sold: readonly string[],
): Promise<SeedCount[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("begin");
    // Two processes that seed at the same time would count the same row twice.
    await client.query("select pg_advisory_xact_lock(727277)");
    const counts = [
      await write(client, "partner_lms_providers", PROVIDERS, providerRows(catalogue, sold)),
      await write(client, "partner_courses", COURSES, courseRows(catalogue)),
      await write(client, "programs", PROGRAMS, programRows(catalogue)),
      await write(client, "program_partner_lms", STEPS, stepRows(catalogue)),
      await write(client, "program_slug_aliases", ALIASES, aliasRows(catalogue)),
      await write(client, "partner_course_requirements", REQUIREMENTS, requirementRows(catalogue)),
    ];
    await client.query("commit");
    return counts;
  } finally {
    await client.end();
  }
}

type Row = Record<string, unknown>;

/** Each statement returns one row per row written; `xmax` is 0 on a row that is new. */
async function write(client: pg.Client, table: string, sql: string, rows: Row[]): Promise<SeedCount> {
  const result = await client.query<{ is_new: boolean }>(sql, [JSON.stringify(rows)]);
  const inserted = result.rows.filter((row) => row.is_new).length;
  const updated = result.rows.length - inserted;
  return { table, inserted, updated, unchanged: rows.length - inserted - updated };
}

const PROVIDERS = `
  insert into public.partner_lms_providers as old
    (provider_type, provider_name, description, delivery_description, active, metadata)
  select provider_type, provider_name, description, delivery_description, active, metadata
  from jsonb_to_recordset($1) as new
    (provider_type text, provider_name text, description text, delivery_description text, active boolean, metadata jsonb)
  on conflict (provider_type) do update set
    provider_name = excluded.provider_name, description = excluded.description,
    delivery_description = excluded.delivery_description, active = excluded.active,
    metadata = old.metadata || excluded.metadata, updated_at = now()
  where old.metadata ->> 'sample' <> excluded.metadata ->> 'sample'
  returning xmax = 0 as is_new`;

const COURSES = `
  insert into public.partner_courses as old
    (provider_id, course_code, external_course_code, course_name, kind, hours, level, credential_type,
     delivery_format, wholesale_cents, retail_cents, metadata)
  select provider.id, course_code, course_code, course_name, kind, hours, level, credential_type,
    coalesce(delivery_format, 'online'), wholesale_cents, retail_cents, new.metadata
  from jsonb_to_recordset($1) as new
    (provider text, course_code text, course_name text, kind text, hours numeric, level text, credential_type text,
     delivery_format text, wholesale_cents integer, retail_cents integer, metadata jsonb)
  join public.partner_lms_providers as provider on provider.provider_type = new.provider
  on conflict (provider_id, course_code) do update set
    external_course_code = excluded.external_course_code, course_name = excluded.course_name, kind = excluded.kind,
    hours = excluded.hours, level = excluded.level, credential_type = excluded.credential_type,
    delivery_format = excluded.delivery_format, wholesale_cents = excluded.wholesale_cents, retail_cents = excluded.retail_cents,
    metadata = old.metadata || excluded.metadata, updated_at = now()
  where old.metadata ->> 'sample' <> excluded.metadata ->> 'sample'
  returning xmax = 0 as is_new`;

const PROGRAMS = `
  insert into public.programs as old
    (slug, title, category, hours, weeks, price_cents, funding_tags, metadata)
  select slug, title, category, hours, weeks, price_cents, funding_tags, metadata
  from jsonb_to_recordset($1) as new
    (slug text, title text, category text, hours integer, weeks integer, price_cents integer, funding_tags text[],
     metadata jsonb)
  on conflict (slug) do update set
    title = excluded.title, category = excluded.category, hours = excluded.hours, weeks = excluded.weeks,
    price_cents = excluded.price_cents, funding_tags = excluded.funding_tags,
    metadata = old.metadata || excluded.metadata, updated_at = now()
  where old.metadata ->> 'sample' <> excluded.metadata ->> 'sample'
  returning xmax = 0 as is_new`;

/** Only programs written in this very transaction get steps: a path that an operator changed stays as it is. */
const STEPS = `
  insert into public.program_partner_lms as old (program_id, provider_id, course_id, sequence_order, required, surcharge_cents)
  select program.id, provider.id, course.id, sequence_order, required, surcharge_cents
  from jsonb_to_recordset($1) as new
    (program text, provider text, course text, sequence_order integer, required boolean, surcharge_cents integer)
  join public.programs as program on program.slug = new.program and program.updated_at = now()
  join public.partner_lms_providers as provider on provider.provider_type = new.provider
  join public.partner_courses as course on course.provider_id = provider.id and course.course_code = new.course
  where program.metadata ? 'sample'
  on conflict on constraint program_partner_lms_course_is_offered_once_per_position do update set
    required = excluded.required, surcharge_cents = excluded.surcharge_cents
  where (old.required, old.surcharge_cents) <> (excluded.required, excluded.surcharge_cents)
  returning xmax = 0 as is_new`;

/** As with steps. An address that is in use, whatever for, is left alone. */
const ALIASES = `
  insert into public.program_slug_aliases (slug, program_id)
  select new.slug, program.id
  from jsonb_to_recordset($1) as new (slug text, program text)
  join public.programs as program on program.slug = new.program and program.updated_at = now()
  where program.metadata ? 'sample' and not exists (select from public.programs taken where taken.slug = new.slug)
  on conflict do nothing
  returning true as is_new`;

/** As with steps: only courses written in this very transaction get theirs. */
const REQUIREMENTS = `
  insert into public.partner_course_requirements (course_id, required_course_id)
  select course.id, required.id
  from jsonb_to_recordset($1) as new (provider text, course text, required text)
  join public.partner_lms_providers as provider on provider.provider_type = new.provider
  join public.partner_courses as course
    on course.provider_id = provider.id and course.course_code = new.course and course.updated_at = now()
  join public.partner_courses as required on required.provider_id = provider.id and required.course_code = new.required
  where course.metadata ? 'sample'
  on conflict do nothing
  returning true as is_new`;

function providerRows(catalogue: Catalogue, sold: readonly string[]): Row[] {
  return catalogue.providers.map(({ slug, name, about, deliveryDescription, specials }) =>
    marked(
      { specials },
      {
        provider_type: slug,
        provider_name: name,
        description: about,
        delivery_description: deliveryDescription,
        active: sold.includes(slug),
      },
    ),
  );
}

function courseRows(catalogue: Catalogue): Row[] {
  const requirements = requirementsOf(catalogue);
  return catalogue.courses.map(({ provider, code, name, kind, hours, level, assumed, ...course }) =>
    marked(
      { assumed: assumed ?? false, ...requirements.get(`${provider} ${code}`) },
      {
        provider,
        course_code: code,
        course_name: name,
        kind,
        hours,
        level,
        credential_type: course.credentialType,
        ...(course.deliveryFormat === "online" ? {} : { delivery_format: course.deliveryFormat }),
        wholesale_cents: course.wholesaleCents,
        retail_cents: course.retailCents,
      },
    ),
  );
}

function programRows(catalogue: Catalogue): Row[] {
  return catalogue.programs.map(
    ({ slug, title, category, hours, weeks, priceAssumed, duplicateOf, demo, aliases, ...program }) => {
      // The path is part of the mark: a program whose steps changed in the file is written again.
      const path = program.steps.map((step) => [
        step.sequence,
        step.provider,
        step.course,
        step.required,
        ...(step.surchargeCents ? [step.surchargeCents] : []),
      ]);
      return marked(
        { priceAssumed, duplicateOf, path, ...(demo ? { demo } : {}), ...(aliases ? { aliases } : {}) },
        {
          slug,
          title,
          category,
          hours,
          weeks,
          price_cents: program.priceCents,
          funding_tags: program.fundingTags,
        },
      );
    },
  );
}

function stepRows(catalogue: Catalogue): Row[] {
  return catalogue.programs.flatMap(({ slug, steps }) =>
    steps.map(({ sequence, required, provider, course, surchargeCents }) => ({
      program: slug,
      provider,
      course,
      sequence_order: sequence,
      required,
      surcharge_cents: surchargeCents ?? 0,
    })),
  );
}

function aliasRows(catalogue: Catalogue): Row[] {
  return catalogue.programs.flatMap(({ slug: program, aliases = [] }) =>
    aliases.map((slug) => ({ slug, program })),
  );
}

/** What is required along with a course is part of its mark, by provider and code; courses that require nothing have none. */
function requirementsOf({ requirements }: Catalogue): Map<string, { requires: string[] }> {
  return new Map(
    requirements.map(({ provider, course, requires }) => [`${provider} ${course}`, { requires }]),
  );
}

function requirementRows(catalogue: Catalogue): Row[] {
  return catalogue.requirements.flatMap(({ provider, course, requires }) =>
    requires.map((required) => ({ provider, course, required })),
  );
}

/** Adds `metadata` and in it the mark of everything the file says about the row. */
function marked(metadata: Row, row: Row): Row {
  const sample = createHash("sha256")
    .update(JSON.stringify([row, metadata]))
    .digest("hex")
    .slice(0, 16);
  return { ...row, metadata: { ...metadata, sample } };
}
