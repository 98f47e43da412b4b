import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseCatalogue, withDemoPrograms, type Catalogue } from "#lib/db/catalogue-file.ts";
import { seedCatalogue } from "#lib/db/catalogue-seed.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import type { TestDatabase } from "#tests/support/database.ts";

const SOLD = ["hsi", "certiport", "careersafe"];
const read = (file: string) => readFileSync(new URL(`../../supabase/seed/${file}`, import.meta.url), "utf8");
const catalogue = parseCatalogue(read("catalogue.json"));
const withDemo = withDemoPrograms(catalogue, read("demo-programs.json"));
let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

beforeEach(async () => {
  await client.query("truncate public.partner_lms_providers, public.programs cascade");
});

describe("the sample catalogue", () => {
  test("has 7 providers, 112 courses, 49 programs and 78 mappings, and writes nothing the second time", async () => {
    expect(await seed()).toEqual([
      { table: "partner_lms_providers", inserted: 7, updated: 0, unchanged: 0 },
      { table: "partner_courses", inserted: 112, updated: 0, unchanged: 0 },
      { table: "programs", inserted: 49, updated: 0, unchanged: 0 },
      { table: "program_partner_lms", inserted: 78, updated: 0, unchanged: 0 },
      { table: "program_slug_aliases", inserted: 0, updated: 0, unchanged: 0 },
      { table: "partner_course_requirements", inserted: 0, updated: 0, unchanged: 0 },
    ]);
    expect(await written(catalogue)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("sells only partners whose connector exists", async () => {
    await seed();
    expect(
      await column("select provider_type from public.partner_lms_providers where active order by 1"),
    ).toEqual(["careersafe", "certiport", "hsi"]);
  });

  test("gives every course its own code as the partner's code", async () => {
    await seed();
    expect(
      await column(
        "select count(*)::int from public.partner_courses where external_course_code <> course_code",
      ),
    ).toEqual([0]);
  });

  test("keeps what an operator changed: a price, a partner switched off, a step taken out, a program of their own", async () => {
    await seed();
    await client.query("update public.programs set price_cents = 1 where slug = 'medical-assistant'");
    await client.query("update public.partner_lms_providers set active = false where provider_type = 'hsi'");
    await client.query(
      "delete from public.program_partner_lms where sequence_order = 3 and program_id = (select id from public.programs where slug = 'medical-assistant')",
    );
    await client.query(
      "update public.programs set metadata = '{}', title = 'Ours' where slug = 'cna-training'",
    );
    const renamed = change((copy) => copy.programs.forEach((program) => (program.category += " plus")));
    expect(await written(catalogue)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await column("select price_cents from public.programs where slug = 'medical-assistant'")).toEqual([
      1,
    ]);

    await seed(renamed);
    expect(await column("select title from public.programs where slug = 'cna-training'")).toEqual(["Ours"]);
  });

  test("takes over what the file says anew, and only that", async () => {
    await seed();
    const dearer = change((copy) => {
      const program = copy.programs.find((each) => each.slug === "medical-assistant");
      if (program) program.priceCents = 4242;
    });
    expect(await written(dearer)).toEqual([0, 0, 1, 0, 0, 0]);
    expect(await column("select price_cents from public.programs where slug = 'medical-assistant'")).toEqual([
      4242,
    ]);
  });

  test("activates a partner once its connector exists", async () => {
    await seed();
    const counts = await seedCatalogue(database.ownerUrl, catalogue, [...SOLD, "milady"]);
    expect(counts[0]).toMatchObject({ updated: 1 });
    expect(
      await column("select active from public.partner_lms_providers where provider_type = 'milady'"),
    ).toEqual([true]);
  });

  test("is joined by demo programs, marked as such, and by the courses that others require", async () => {
    await seed(withDemo);
    expect(await written(withDemo)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(
      await column("select slug from public.programs where metadata @> '{\"demo\": true}' order by 1"),
    ).toEqual(withDemo.programs.flatMap(({ demo, slug }) => (demo ? [slug] : [])).toSorted());
    expect(
      await column(`select required.course_code from public.partner_course_requirements
        join public.partner_courses course on course.id = course_id
        join public.partner_courses required on required.id = required_course_id
        where course.course_code = 'CIMA-BARBER' order by 1`),
    ).toEqual(["RISE-FINANCE", "RISE-WELLBEING"]);
  });

  test("names in its demo programs only courses that exist", async () => {
    await seed(withDemo);
    const steps = withDemo.programs.reduce((sum, { steps: path }) => sum + path.length, 0);
    const requirements = withDemo.requirements.reduce((sum, { requires }) => sum + requires.length, 0);
    expect(await column("select count(*)::int from public.program_partner_lms")).toEqual([steps]);
    expect(await column("select count(*)::int from public.partner_course_requirements")).toEqual([
      requirements,
    ]);
  });

  test("brings the requirements to a catalogue that was loaded before they were known, once", async () => {
    await seed();
    const sum = (lists: unknown[][]) => lists.reduce((total, list) => total + list.length, 0);
    const { requirements } = withDemo;
    const demo = withDemo.programs.filter((program) => program.demo);
    const before = new Set(catalogue.courses.map(({ provider, code }) => `${provider} ${code}`));
    const rewritten = withDemo.courses.filter(
      ({ provider, code, deliveryFormat }) =>
        deliveryFormat !== "online" ||
        !before.has(`${provider} ${code}`) ||
        requirements.some((each) => each.provider === provider && each.course === code),
    );
    expect(await written(withDemo)).toEqual([
      withDemo.providers.length - catalogue.providers.length,
      rewritten.length,
      demo.length,
      sum(demo.map(({ steps }) => steps)),
      sum(demo.map(({ aliases = [] }) => aliases)),
      sum(requirements.map(({ requires }) => requires)),
    ]);
    await client.query("delete from public.partner_course_requirements");
    expect(await written(withDemo)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("is joined by a partner of a later day with its courses and a program, sold once it is connected", async () => {
    const provider = { slug: "some-college", name: "Some College", about: "", deliveryDescription: "" };
    const [course, program] = [catalogue.courses[0]!, catalogue.programs[0]!];
    const step = { sequence: 1, required: true, provider: provider.slug, course: "LATER-1" };
    const later = withDemoPrograms(
      catalogue,
      JSON.stringify({
        providers: [{ ...provider, specials: [] }],
        courses: [{ ...course, provider: provider.slug, code: "LATER-1" }],
        programs: [{ ...program, slug: "later", steps: [step] }],
        requirements: [],
      }),
    );
    await seed();
    expect(await written(later)).toEqual([1, 1, 1, 1, 0, 0]);
    const active = "select active from public.partner_lms_providers where provider_type = 'some-college'";
    expect(await column(active)).toEqual([false]);
    await seedCatalogue(database.ownerUrl, later, [...SOLD, "some-college"]);
    expect(await column(active)).toEqual([true]);
  });

  test("says how each course is taught, what an option adds to the price, and older addresses of a program", async () => {
    await seed(withDemo);
    const formats = await column(`select distinct p.provider_type || ' ' || c.kind || ' ' || c.delivery_format
      from public.partner_courses c join public.partner_lms_providers p on p.id = c.provider_id
      where p.provider_type in ('hsi', 'milady', 'nds') and c.kind in ('course', 'rsv_product', 'service') order by 1`);
    expect(formats).toEqual([
      "hsi course online",
      "hsi rsv_product hybrid",
      "milady course hybrid",
      "nds course online",
      "nds service in_person",
    ]);
    const choice = "(select id from public.programs where slug = 'cna-choice-of-partner')";
    expect(
      await column(`select o.surcharge_cents from public.program_partner_lms o
        join public.partner_lms_providers p on p.id = o.provider_id
        where o.program_id = ${choice} and o.sequence_order = 1 order by p.provider_type`),
    ).toEqual([0, 15_000, 4_900]);
    expect(
      await column(`select slug from public.program_slug_aliases where program_id = ${choice} order by 1`),
    ).toEqual(["certified-nursing-assistant", "cna"]);
  });

  test("is refused as a whole when the file is not a catalogue", () => {
    expect(() => parseCatalogue('{"providers": [], "courses": [{"code": 5}], "programs": []}')).toThrow(
      /courses/,
    );
  });
});

function seed(from: Catalogue = catalogue) {
  return seedCatalogue(database.ownerUrl, from, SOLD);
}

async function written(from: Catalogue): Promise<number[]> {
  return (await seed(from)).map((count) => count.inserted + count.updated);
}

function change(edit: (copy: Catalogue) => void): Catalogue {
  const copy = structuredClone(catalogue);
  edit(copy);
  return copy;
}

async function column(sql: string): Promise<unknown[]> {
  const { rows } = await client.query<Record<string, unknown>>(sql);
  return rows.map((row) => Object.values(row)[0]);
}
