/** Choosing a partner, paying and what comes after, as a person does it in a real browser. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { launchBrowser } from "#tests/support/browser.ts";
import { startInstallation, type Installation } from "#tests/support/installation.ts";

const PATIENCE_MS = 20_000;
const PHONE = { width: 360, height: 740 };
const CNA = "/programs/cna-choice-of-partner";

let baton: Installation;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [baton, browser] = await Promise.all([startInstallation(), launchBrowser()]);
});

beforeEach(async () => {
  context = await browser.newContext({ viewport: PHONE, reducedMotion: "reduce" });
  context.setDefaultTimeout(PATIENCE_MS);
  page = await context.newPage();
  return () => context.close();
});

afterAll(async () => {
  await browser.close();
  await baton.remove();
});

const price = () => page.getByRole("region", { name: "Enroll" }).locator("output");

test("CNA: a visitor compares three partners, signs in without losing the choice, pays its price and is enrolled there", async () => {
  const former = await page.request.get(`${baton.url}/programs/cna`, { maxRedirects: 0 });
  expect([former.status(), former.headers()["location"]]).toEqual([308, CNA]);
  await page.goto(`${baton.url}/programs/cna?from=a-flyer`);
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(`${CNA}?from=a-flyer`);
  const partners = page.getByRole("group", { name: "Choose who teaches step 1" }).getByRole("radio");
  expect(await partners.count()).toBe(3);
  await expect.poll(() => price().innerText()).toBe("from $1,200");
  await expectNoBarriers();

  await compare();
  await page.getByRole("radio", { name: /via CareerSafe/ }).focus();
  await page.keyboard.press("Space");
  await expect.poll(() => price().innerText()).toBe("$1,200");
  await page.keyboard.press("ArrowDown");
  await page.getByRole("radio", { name: /via Certiport/, checked: true }).waitFor();
  await expect.poll(() => price().innerText()).toBe("$1,350");

  await page.getByRole("button", { name: "Sign in to enroll" }).click();
  await signIn();
  await page.waitForURL((url) => url.pathname === CNA);
  expect(await page.getByRole("radio", { name: /via Certiport/ }).isChecked()).toBe(true);
  await page.getByRole("button", { name: "Enroll with Certiport" }).click();
  await page.getByRole("button", { name: "Pay $1,350.00 with a card" }).click();
  await page.waitForURL(/\/checkout\/return/);
  await page.getByRole("heading", { name: "You’re in" }).waitFor();
  const start = page.getByRole("link", { name: "Start at Certiport" });
  await start.waitFor();
  await expectNoBarriers();
  await start.click();
  await page.waitForURL((url) => url.href.startsWith(baton.sandboxUrl));
  expect(await page.getByRole("heading", { level: 1 }).innerText()).toContain("HEALTH-SCIENCES");

  await readReceipt();
}, 120_000);

/** Sets the three side by side: own prices, formats, hours; the names of the facts stay while it is swiped. */
async function compare(): Promise<void> {
  await page.getByText("Compare side by side").click();
  const table = page.getByRole("table", { name: "Partners of step 1 side by side" });
  expect(await table.getByRole("columnheader").allInnerTexts()).toEqual([
    "Partner",
    "CareerSafe",
    "Certiport",
    "HSI",
  ]);
  const row = async (name: string) =>
    table
      .getByRole("row", { name: new RegExp(`^${name}`) })
      .getByRole("cell")
      .allInnerTexts();
  expect(await row("Price")).toEqual([
    "$1,200 for the whole program",
    "$1,350 for the whole program",
    "$1,249 for the whole program",
  ]);
  expect(await row("Length")).toEqual(["8 hours", "Not stated", "4 hours"]);
  const first = table.getByRole("rowheader", { name: "Price" });
  const before = await first.boundingBox();
  await table.locator("..").evaluate((frame) => frame.scrollBy(200, 0));
  expect(await table.locator("..").evaluate((frame) => frame.scrollLeft)).toBeGreaterThan(0);
  expect((await first.boundingBox())!.x).toBe(before!.x);
  await expectNoBarriers();
}

async function readReceipt(): Promise<void> {
  await page.goto(`${baton.url}/account/orders`);
  await expectNoBarriers();
  await page.getByRole("link", { name: /^Certified Nursing Assistant/ }).click();
  const sheet = page.getByRole("article", { name: "Receipt" });
  const text = (await sheet.innerText()).replaceAll(/\s+/g, " ");
  expect(text).toContain("partner of your choice $1,200.00");
  expect(text).toContain("Health Sciences Careers (Certiport) $150.00");
  expect(text).toContain("Total $1,350.00");
  await expectNoBarriers();
  await page.emulateMedia({ media: "print" });
  expect(await page.getByRole("banner").isVisible()).toBe(false);
  expect(await page.getByRole("heading").allInnerTexts()).toEqual(["Receipt"]);
  expect(await page.getByRole("link", { name: "Receipt from Stripe" }).isVisible()).toBe(false);
  expect(await sheet.isVisible()).toBe(true);
  await page.emulateMedia({ media: "screen" });
  await page.getByRole("link", { name: "Receipt from Stripe" }).click();
  await page.waitForURL((url) => url.href.startsWith(baton.sandboxUrl));
  await page.getByText("$1,350.00").waitFor();
}

test("a declined card leaves the order unpaid; leaving the payment page keeps the choice, and the order can be given up", async () => {
  await signInAt(`${CNA}`, 1);
  await page.getByRole("radio", { name: /via HSI/ }).check();
  await page.getByRole("button", { name: "Enroll with HSI" }).click();
  await page.getByRole("button", { name: "Use a card that is declined" }).click();
  await page.getByText("Your card was declined").waitFor();
  await page.getByRole("link", { name: "Cancel and go back" }).click();
  await page.getByRole("heading", { name: "You have not paid yet" }).waitFor();
  await expectNoBarriers();
  expect(await page.getByRole("link", { name: "Pay $1,249 now" }).getAttribute("href")).toContain(
    baton.sandboxUrl,
  );

  await page.getByRole("link", { name: "Choose again" }).click();
  await page.waitForURL((url) => url.pathname === CNA);
  expect(await page.getByRole("radio", { name: /via HSI/ }).isChecked()).toBe(true);
  await page.goBack();
  await page.getByRole("button", { name: "Give up this order" }).click();
  await page.getByRole("heading", { name: "Nothing was paid" }).waitFor();
  await page.getByRole("link", { name: "Enroll again" }).waitFor();
  await expectNoBarriers();
}, 120_000);

test("pay later waits for the money, says so, and begins when it arrives; money that never comes fails", async () => {
  await signInAt("/programs/osha-30-construction");
  const checkout = await payLater();
  await page.getByRole("heading", { name: "Your payment is on its way" }).waitFor();
  await expectNoBarriers();
  const back = page.url();
  await page.goto(checkout);
  await page.getByRole("button", { name: "Funds arrived" }).click();
  await untilShown(back, () => page.getByRole("heading", { name: "You’re in" }).count());

  await page.goto(`${baton.url}/programs/retail-associate`);
  const second = await payLater();
  const secondBack = page.url();
  await page.goto(second);
  await page.getByRole("button", { name: "Funds failed" }).click();
  await untilShown(secondBack, () => page.getByRole("heading", { name: "did not go through" }).count());
  await page.getByRole("link", { name: "Enroll again" }).waitFor();
  await expectNoBarriers();
}, 120_000);

test("options and prices that a page was made to send are refused", async () => {
  await signInAt(CNA, 1);
  const foreign = "7b1f9c52-93a0-4c8e-9a55-0d4f6a1c2e33";
  const radio = page.getByRole("radio", { name: /via HSI/ });
  await radio.check();
  await radio.evaluate((input, id) => ((input as HTMLInputElement).value = id), foreign);
  await page.getByRole("button", { name: /Enroll/ }).click();
  await page.getByText("The path of this program has changed. Choose again.").waitFor();

  await page.goto(baton.url + CNA);
  await page.getByRole("radio", { name: /via HSI/ }).check();
  await page.locator("form#enroll").evaluate((form) => {
    const price = document.createElement("input");
    Object.assign(price, { name: "amountCents", value: "1" });
    form.append(price);
  });
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith("/api/enrollments/create")),
    page.getByRole("button", { name: /Enroll/ }).click(),
  ]);
  expect(answer.status()).toBe(400);
}, 60_000);

test("a partner that is switched off cannot be chosen, and the others can", async () => {
  await signInAt("/admin/partners/hsi", 1);
  await page.getByText("Switch HSI off", { exact: true }).click();
  await page.getByRole("button", { name: "Yes, switch HSI off" }).click();
  await page.getByText("HSI is switched off").waitFor();
  await page.goto(baton.url + CNA);
  const away = page.getByRole("radio", { name: /via HSI.*Not taking new students at the moment/ });
  expect(await away.isDisabled()).toBe(true);
  await expectNoBarriers();
  await page.getByRole("radio", { name: /via CareerSafe/ }).check();
  await page.getByRole("button", { name: "Enroll with CareerSafe" }).click();
  await page.getByText("$1,200.00").first().waitFor();
}, 60_000);

test("the search narrows the list as one types, counts, and stands in the address; without scripts a button does it", async () => {
  await page.goto(`${baton.url}/programs`);
  let loads = 0;
  page.on("load", () => (loads += 1));
  await page.getByRole("searchbox", { name: "Search" }).fill("nursing");
  await page.getByRole("status").filter({ hasText: "programs found" }).waitFor();
  await page.waitForURL(/q=nursing/);
  await page
    .getByRole("combobox", { name: "Format" })
    .selectOption({ label: "Partly online, partly in person" });
  await page.waitForURL(/format=hybrid/);
  await page.getByRole("status").filter({ hasText: "1 program found" }).waitFor();
  expect(await page.getByRole("link", { name: /partner of your choice/ }).count()).toBe(1);
  expect(loads).toBe(0);
  await expectNoBarriers();

  const plain = await browser.newContext({ javaScriptEnabled: false, viewport: PHONE });
  const still = await plain.newPage();
  await still.goto(`${baton.url}/programs`);
  await still.getByRole("searchbox", { name: "Search" }).fill("nursing");
  await still.getByRole("button", { name: "Show programs" }).click();
  await still.getByText("programs found").waitFor();
  await still.goto(baton.url + CNA);
  await still.getByRole("radio", { name: /via Certiport/ }).check();
  await still.getByRole("button", { name: "Show the price of this choice" }).click();
  expect(await still.getByRole("region", { name: "Enroll" }).locator("output").innerText()).toBe("$1,350");
  expect(await still.getByRole("radio", { name: /via Certiport/ }).isChecked()).toBe(true);
  await plain.close();
}, 60_000);

/** Opens a program signed in, as this one of the people who can be. */
async function signInAt(path: string, person = 0): Promise<void> {
  await page.goto(`${baton.url}/sign-in?next=${encodeURIComponent(path)}`);
  await signIn(person);
  await page.waitForURL((url) => url.pathname === path);
}

async function signIn(person = 0): Promise<void> {
  const { email, password } = baton.signIns[person]!;
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
}

/** Enrolls, pays by bank transfer, and returns the address of the payment page; the page after it is open. */
async function payLater(): Promise<string> {
  await page.getByRole("button", { name: "Enroll" }).click();
  const later = page.getByRole("button", { name: "Pay later by bank transfer" });
  await later.waitFor();
  const checkout = page.url();
  await later.click();
  await page.waitForURL(/\/checkout\/return/);
  return checkout;
}

/** Loads a page again and again until it shows what is waited for. */
async function untilShown(url: string, count: () => Promise<number>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  do {
    await page.goto(url);
    if ((await count()) > 0) return;
  } while (Date.now() < deadline);
  throw new Error(`never showed what was waited for; at the end: ${await page.innerText("main")}`);
}

/** Fails when axe finds anything or the page scrolls sideways. */
async function expectNoBarriers(): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
}
