import { expect, test } from "vitest";
import { asVisitor } from "#lib/db/client.ts";
import { readProgramChoices } from "#lib/db/reads/program-choices.ts";
import { findCurrentSlug, findProgram, listPrograms } from "#lib/db/reads/programs.ts";
import { readProgramFilter } from "#lib/domain/program-filter.ts";
import { openStage } from "#tests/database/reads/stage.ts";
import { addPartner, addProgram, insert } from "#tests/database/reads/story.ts";

const stage = openStage();

/** Titles a visitor finds with this address, out of the programs whose title starts with `mark`. */
async function titles(mark: string, query: Record<string, string> = {}): Promise<string[]> {
  const filter = readProgramFilter({ ...query, q: `${mark} ${query["q"] ?? ""}` });
  const found = await asVisitor(stage.web, (tx) => listPrograms(tx, filter));
  return found.map((program) => program.title.replace(`${mark} `, ""));
}

test("a visitor reads a program with its path in order", async () => {
  const [first, second] = [await addPartner(stage.owner, "HSI"), await addPartner(stage.owner, "Certiport")];
  const { slug } = await addProgram(stage.owner, "Medical Assistant", [first, second]);

  const program = await asVisitor(stage.web, (tx) => findProgram(tx, slug));

  expect(program).toMatchObject({ title: "Medical Assistant", priceCents: 10_000, notForSale: null });
  expect(program!.path.map((o) => [o.sequenceOrder, o.partner.name])).toEqual([
    [1, "HSI"],
    [2, "Certiport"],
  ]);
});

test("options of one position come side by side", async () => {
  const pair = [await addPartner(stage.owner, "Beta"), await addPartner(stage.owner, "Alpha")];
  const { slug } = await addProgram(stage.owner, "Fork", [pair]);
  const program = await asVisitor(stage.web, (tx) => findProgram(tx, slug));
  expect(program!.path.map((o) => [o.sequenceOrder, o.partner.name])).toEqual([
    [1, "Alpha"],
    [1, "Beta"],
  ]);
});

test("a program that was switched off is not found and not listed", async () => {
  const partner = await addPartner(stage.owner, "HSI");
  const { slug } = await addProgram(stage.owner, "Gone program", [partner], { active: false });
  expect(await asVisitor(stage.web, (tx) => findProgram(tx, slug))).toBeNull();
  expect(await titles("Gone")).toEqual([]);
});

test("open programs come first, then by name, each with the reason when it is closed", async () => {
  const open = await addPartner(stage.owner, "HSI");
  const away = await addPartner(stage.owner, "Milady RISE", { active: false });
  await addProgram(stage.owner, "Order A", [away]);
  await addProgram(stage.owner, "Order B", [open]);
  expect(await titles("Order")).toEqual(["B", "A"]);
  expect(await titles("Order", { sort: "title" })).toEqual(["A", "B"]);
});

test("words are searched in titles, courses and partners, and wildcards are ordinary letters", async () => {
  const partner = await addPartner(stage.owner, "Zymurgy", { course: "Brewing 100%" });
  await addProgram(stage.owner, "Search one", [partner]);
  await addProgram(stage.owner, "Search two", [await addPartner(stage.owner, "HSI")]);
  expect(await titles("Search", { q: "zymurgy" })).toEqual(["one"]);
  expect(await titles("Search", { q: "brewing" })).toEqual(["one"]);
  expect(await titles("Search", { q: "100%" })).toEqual(["one"]);
  expect(await titles("Search", { q: "s_arch" })).toEqual([]);
});

test("price, length, category, partner and format each narrow the list", async () => {
  const [hsi, rise] = [
    await addPartner(stage.owner, "HSI"),
    await addPartner(stage.owner, "RISE", { format: "hybrid" }),
  ];
  await addProgram(stage.owner, "Narrow free", [hsi], { price_cents: 0, hours: 8, category: "beauty" });
  await addProgram(stage.owner, "Narrow dear", [rise], { price_cents: 500_000, hours: 600 });
  expect(await titles("Narrow", { price: "free" })).toEqual(["free"]);
  expect(await titles("Narrow", { price: "over-1000" })).toEqual(["dear"]);
  expect(await titles("Narrow", { length: "short" })).toEqual(["free"]);
  expect(await titles("Narrow", { category: "beauty" })).toEqual(["free"]);
  expect(await titles("Narrow", { partner: rise.slug })).toEqual(["dear"]);
  expect(await titles("Narrow", { format: "hybrid" })).toEqual(["dear"]);
  expect(await titles("Narrow", { sort: "price-high" })).toEqual(["dear", "free"]);
});

test("the filters offer only what an active program has", async () => {
  const used = await addPartner(stage.owner, "Used");
  const unused = await addPartner(stage.owner, "Unused", { format: "live_online" });
  await addProgram(stage.owner, "Choice", [used], { category: "aviation" });

  const choices = await asVisitor(stage.web, readProgramChoices);

  expect(choices.categories).toContain("aviation");
  expect(choices.partners.map((partner) => partner.slug)).toContain(used.slug);
  expect(choices.partners.map((partner) => partner.slug)).not.toContain(unused.slug);
  expect(choices.formats).toContain("online");
  expect(choices.formats).not.toContain("live_online");
});

test("a program costs its cheapest way through, the same in the list, on its page and in the order of prices", async () => {
  const [cheap, dear, away] = [
    await addPartner(stage.owner, "Cheap"),
    await addPartner(stage.owner, "Dear"),
    await addPartner(stage.owner, "Away", { active: false }),
  ];
  const fork = await addProgram(stage.owner, "Priced fork", [[cheap, dear, away]], { price_cents: 20_000 });
  await addProgram(stage.owner, "Priced plain", [cheap], { price_cents: 24_000 });
  const add = (partner: { providerId: string }, cents: number) =>
    stage.owner.query(
      "update program_partner_lms set surcharge_cents = $3 where program_id = $1 and provider_id = $2",
      [fork.id, partner.providerId, cents],
    );
  await add(cheap, 5_000);
  await add(dear, 9_000);

  const program = await asVisitor(stage.web, (tx) => findProgram(tx, fork.slug));
  expect(program!.price).toEqual({ cents: 25_000, isFrom: true });
  expect(await titles("Priced", { sort: "price-low" })).toEqual(["plain", "fork"]);
  expect(await titles("Priced", { price: "to-250" })).toEqual(["fork", "plain"]);
  await add(cheap, 5_100);
  expect(await titles("Priced", { price: "to-250" })).toEqual(["plain"]);

  const { rows } = await stage.owner.query<{ id: string; from_cents: number }>(
    "select id, from_cents from program_prices",
  );
  const all = await asVisitor(stage.web, (tx) => listPrograms(tx, readProgramFilter({})));
  const fromRule = all.map(({ id, price }) => [id, price.cents]).toSorted();
  const fromView = rows.map((row) => [row.id, row.from_cents]);
  expect(fromView.filter(([id]) => all.some((each) => each.id === id)).toSorted()).toEqual(fromRule);
});

test("an address a program had before leads to the one of today, and comes back into use when it is given again", async () => {
  const { id, slug } = await addProgram(stage.owner, "Renamed", [await addPartner(stage.owner, "HSI")]);
  const rename = (to: string) => stage.owner.query("update programs set slug = $2 where id = $1", [id, to]);
  const current = (former: string) => asVisitor(stage.web, (tx) => findCurrentSlug(tx, former));
  await rename(`${slug}-2`);
  await rename(`${slug}-3`);
  expect(await current(slug)).toBe(`${slug}-3`);
  expect(await current(`${slug}-2`)).toBe(`${slug}-3`);
  expect(await current("never-used")).toBeNull();
  await rename(slug);
  expect(await current(slug)).toBeNull();
  expect(await current(`${slug}-3`)).toBe(slug);
  await stage.owner.query("update programs set active = false where id = $1", [id]);
  expect(await current(`${slug}-3`)).toBeNull();
});

test("an option brings its rating, and the next date that has a seat left", async () => {
  const partner = await addPartner(stage.owner, "Rated");
  const { slug } = await addProgram(stage.owner, "Rated program", [partner]);
  const option = async () => (await asVisitor(stage.web, (tx) => findProgram(tx, slug)))!.path[0]!;
  expect(await option()).toMatchObject({ rating: null, nextStart: null });

  await stage.owner.query("insert into course_ratings (course_id, fours, fives) values ($1, 1, 3)", [
    partner.courseId,
  ]);
  const addDate = (inDays: number, about: Record<string, unknown> = {}) => {
    const startsAt = new Date(Date.now() + inDays * 86_400_000);
    return insert(stage.owner, "partner_course_sessions", {
      course_id: partner.courseId,
      starts_at: startsAt,
      ends_at: new Date(startsAt.getTime() + 3_600_000),
      time_zone: "America/Chicago",
      capacity: 2,
      ...about,
    });
  };
  await addDate(-1);
  await addDate(1, { active: false });
  await addDate(2, { seats_taken: 2 });
  const next = await addDate(3);
  await addDate(4);
  const { rows } = await stage.owner.query("select starts_at from partner_course_sessions where id = $1", [
    next,
  ]);
  expect(await option()).toMatchObject({
    rating: { count: 4, average: 4.75 },
    nextStart: { at: rows[0]!.starts_at, timeZone: "America/Chicago" },
  });
});
