import { expect, test } from "vitest";
import { asVisitor } from "#lib/db/client.ts";
import { readProgramChoices } from "#lib/db/reads/program-choices.ts";
import { findProgram, listPrograms } from "#lib/db/reads/programs.ts";
import { readProgramFilter } from "#lib/domain/program-filter.ts";
import { openStage } from "#tests/database/reads/stage.ts";
import { addPartner, addProgram } from "#tests/database/reads/story.ts";

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
    await addPartner(stage.owner, "RISE", { delivery: "In a classroom" }),
  ];
  await addProgram(stage.owner, "Narrow free", [hsi], { price_cents: 0, hours: 8, category: "beauty" });
  await addProgram(stage.owner, "Narrow dear", [rise], { price_cents: 500_000, hours: 600 });
  expect(await titles("Narrow", { price: "free" })).toEqual(["free"]);
  expect(await titles("Narrow", { price: "over-1000" })).toEqual(["dear"]);
  expect(await titles("Narrow", { length: "short" })).toEqual(["free"]);
  expect(await titles("Narrow", { category: "beauty" })).toEqual(["free"]);
  expect(await titles("Narrow", { partner: rise.slug })).toEqual(["dear"]);
  expect(await titles("Narrow", { format: "In a classroom" })).toEqual(["dear"]);
  expect(await titles("Narrow", { sort: "price-high" })).toEqual(["dear", "free"]);
});

test("the filters offer only what an active program has", async () => {
  const used = await addPartner(stage.owner, "Used");
  const unused = await addPartner(stage.owner, "Unused", { delivery: "By carrier pigeon" });
  await addProgram(stage.owner, "Choice", [used], { category: "aviation" });

  const choices = await asVisitor(stage.web, readProgramChoices);

  expect(choices.categories).toContain("aviation");
  expect(choices.partners.map((partner) => partner.slug)).toContain(used.slug);
  expect(choices.partners.map((partner) => partner.slug)).not.toContain(unused.slug);
  expect(choices.formats).not.toContain("By carrier pigeon");
});
