/** What a visitor sees of the catalogue while its database does not answer as it should. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSchool, type School } from "#tests/e2e/routes/school.ts";
import { launchBrowser } from "#tests/support/browser.ts";

const PATIENCE_MS = 20_000;

let school: School;
let browser: Browser;

beforeAll(async () => {
  [school, browser] = await Promise.all([openSchool(), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await school.stop();
});

test("a catalogue that cannot be read says so in plain words, tells nothing of our insides, and can be asked again", async () => {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await school.owner.query("alter table public.programs rename to programs_away");
  const answer = await page.goto(`${school.url}/programs`);
  expect(answer!.status()).toBe(500);
  await page.getByRole("heading", { name: "This page did not work" }).waitFor();
  expect(await page.content()).not.toMatch(/relation|programs_away|node_modules|at async/);
  await school.owner.query("alter table public.programs_away rename to programs");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { name: "Programs" }).waitFor();
  await page.getByText(/\d+ programs/).waitFor();
});
