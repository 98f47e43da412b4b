/** Another partner before and after the start, and pages that update by themselves, in a real browser. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "#tests/support/browser.ts";
import { startInstallation, type Installation } from "#tests/support/installation.ts";

const PATIENCE_MS = 20_000;
/** What a page may take to show what changed. */
const LIVE_MS = 5_000;
const PHONE = { width: 360, height: 740 };
const CNA = "/programs/cna-choice-of-partner";

let baton: Installation;
let browser: Browser;

beforeAll(async () => {
  [baton, browser] = await Promise.all([startInstallation(), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await baton.remove();
});

test("a student switches before starting, gets the difference back, and cannot switch once the course has begun", async () => {
  const page = await signedIn(0);
  await buy(page, /via Certiport/);
  await page.goto(`${baton.url}/student/progress`);
  await neverLoadsAgain(page);
  await page.getByRole("link", { name: "Start at Certiport" }).waitFor();
  await stillTheSame(page);

  await page.getByRole("link", { name: "Switch to another partner" }).first().click();
  await page.getByRole("heading", { name: "Switch from Certiport" }).waitFor();
  const hsi = page.getByRole("listitem").filter({ hasText: "via HSI" });
  expect((await hsi.innerText()).replaceAll(/\s+/g, " ")).toContain(
    "Money You get $101 back, to the card or account you paid with. Seat You have no seat at a date of this course. Progress You have not begun, so nothing is lost.",
  );
  await expectNoBarriers(page);
  await neverLoadsAgain(page);
  await hsi.getByRole("button", { name: "Switch to HSI" }).click();
  await page.getByText("You switched from Certiport to HSI.").waitFor();
  await page.getByText("$101 went back to the card or account you paid with.").waitFor();
  await stillTheSame(page);
  const certiport = page.getByRole("listitem").filter({ hasText: "via Certiport" });
  await certiport.getByText("This partner costs more than what you paid.").waitFor();
  await expectNoBarriers(page);

  const address = page.url();
  await page.getByRole("link", { name: "Back to your progress" }).click();
  const start = page.getByRole("link", { name: "Start at HSI" });
  await start.waitFor();
  await neverLoadsAgain(page);
  await learnAtPartner(page, (await start.getAttribute("href"))!);
  await page
    .getByText(/^(?!0)\d+ ?%/)
    .first()
    .waitFor({ timeout: LIVE_MS });
  await stillTheSame(page);

  await page.goto(address);
  await page.getByText("You have begun with HSI, so this step stays there.").waitFor();
  expect(await page.getByRole("button", { name: /^Switch to/ }).count()).toBe(0);
  await expectNoBarriers(page);
  await page.context().close();
}, 120_000);

test("without scripts a student switches too", async () => {
  const page = await signedIn(1);
  await buy(page, /via HSI/);
  const { cookies } = await page.context().storageState();
  await page.context().close();
  const plain = await browser.newContext({ viewport: PHONE, javaScriptEnabled: false });
  plain.setDefaultTimeout(PATIENCE_MS);
  await plain.addCookies(cookies);
  const still = await plain.newPage();
  await untilShown(still, "/student/progress", "Start at HSI");
  await still.getByRole("link", { name: "Switch to another partner" }).first().click();
  await still.getByRole("button", { name: "Switch to CareerSafe" }).click();
  await still.getByRole("link", { name: "Back to your progress" }).waitFor();
  await untilShown(still, "/student/progress", "Start at CareerSafe");
  await plain.close();
}, 120_000);

/** Marks the document: a page that loads again has no mark. */
async function neverLoadsAgain(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(window, { isTheSame: true }));
}

async function stillTheSame(page: Page): Promise<void> {
  expect(await page.evaluate(() => "isTheSame" in window)).toBe(true);
}

/** Opens the course in another tab and does one thing there; the first page stays open and in sight. */
async function learnAtPartner(page: Page, launch: string): Promise<void> {
  const course = await page.context().newPage();
  await course.goto(new URL(launch, baton.url).href);
  const next = course.locator("[data-act=next]").first();
  await Promise.all([course.waitForEvent("load"), next.click()]);
  await course.close();
}

async function untilShown(page: Page, path: string, link: string): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.goto(baton.url + path);
        return page.getByRole("link", { name: link }).count();
      },
      { timeout: PATIENCE_MS },
    )
    .toBeGreaterThan(0);
}

async function buy(page: Page, partner: RegExp): Promise<void> {
  await page.goto(baton.url + CNA);
  await page.getByRole("radio", { name: partner }).check();
  await page.getByRole("button", { name: /^Enroll with/ }).click();
  await page.getByRole("button", { name: /with a card$/ }).click();
  await page.waitForURL(/\/checkout\/return/);
}

async function signedIn(person: 0 | 1): Promise<Page> {
  const context = await browser.newContext({ viewport: PHONE, reducedMotion: "reduce" });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const { email, password } = baton.signIns[person]!;
  await page.goto(`${baton.url}/sign-in`);
  await page
    .getByLabel(/e-?mail/i)
    .first()
    .fill(email);
  await page
    .getByLabel(/password/i)
    .first()
    .fill(password);
  await page
    .getByRole("button", { name: /^sign in/i })
    .first()
    .click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  return page;
}

async function expectNoBarriers(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
}
