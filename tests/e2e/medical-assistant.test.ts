/** The main job as a person does it: from the catalogue page to a downloaded certificate, in a real browser. */
import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { extractText } from "unpdf";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "#tests/support/browser.ts";
import { startInstallation, type Installation } from "#tests/support/installation.ts";

const PATIENCE_MS = 20_000;

let baton: Installation;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** Of the certificate that the first test ends with. */
let publicId = "";

beforeAll(async () => {
  [baton, browser] = await Promise.all([startInstallation(), launchBrowser()]);
  context = await browser.newContext({ acceptDownloads: true, viewport: { width: 360, height: 740 } });
  context.setDefaultTimeout(PATIENCE_MS);
  page = await context.newPage();
});

afterAll(async () => {
  await browser.close();
  await baton.remove();
});

const student = { name: "Zoë Łukasz", email: "zoe@example.com", password: "a long enough password" };

test("a student signs up, buys Medical Assistant, finishes all three partners and downloads the certificate", async () => {
  await page.goto(`${baton.url}/programs`);
  await page.getByRole("link", { name: "Medical Assistant", exact: true }).click();
  await page
    .getByRole("button", { name: /^Enroll|Sign in to enroll/ })
    .or(page.getByRole("link", { name: /enroll/i }))
    .first()
    .click();
  await signUp();
  await page.goto(`${baton.url}/programs/medical-assistant`);
  await page.getByRole("button", { name: "Enroll" }).click();
  await page.getByRole("button", { name: /with a card$/ }).click();
  await page.waitForURL(/\/checkout\/return/);
  for (const partner of ["HSI", "Certiport", "CareerSafe"]) await takeCourse(partner);
  await confirmName();
  publicId = await downloadCertificate();
  await page.goto(`${baton.url}/verify/${publicId}`);
  const main = page.getByRole("main");
  await main.getByText(student.name).first().waitFor();
  await main.getByText(/valid/i).first().waitFor();
}, 180_000);

test("a certificate with a wrong name is replaced by an admin, and whoever holds the old address is led to the new one", async () => {
  const office = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  office.setDefaultTimeout(PATIENCE_MS);
  const desk = await office.newPage();
  const [, admin] = baton.signIns;
  await desk.goto(`${baton.url}/sign-in?next=/admin/enrollments`);
  await desk.locator("#email").fill(admin!.email);
  await desk.locator("#password").fill(admin!.password);
  await desk.locator("button[value=password]").click();
  await desk.waitForURL(/\/admin\/enrollments$/);
  await desk.goto(
    await desk
      .getByRole("main")
      .locator('a[href^="/admin/enrollments/"]')
      .first()
      .evaluate((link: HTMLAnchorElement) => link.href),
  );
  await desk.locator('a[href^="/admin/certificates/"]').click();
  await desk.locator("#holderName").fill("Zoë Maria Łukasz");
  await desk.locator("#reason").fill("The second name was missing");
  await desk.getByRole("button", { name: "Revoke and reissue" }).click();
  await desk.getByText("It is being done.").waitFor();
  await office.close();

  const successor = page.getByRole("link", { name: "See the certificate that counts" });
  await untilShown(`${baton.url}/verify/${publicId}`, async () => (await successor.count()) > 0);
  const main = page.getByRole("main");
  await main.getByText("Revoked", { exact: true }).first().waitFor();
  expect(await main.textContent()).not.toContain("second name");
  await successor.click();
  await main.getByText("Zoë Maria Łukasz").waitFor();
  await main.getByText("Valid", { exact: true }).waitFor();
  expect(await downloadCertificate("Zoë Maria Łukasz")).not.toBe(publicId);
}, 60_000);

async function signUp(): Promise<void> {
  await page.waitForURL(/\/sign-(in|up)/);
  await page.goto(`${baton.url}/sign-up`);
  await page.getByLabel(/name/i).fill(student.name);
  await page.getByLabel(/e-?mail/i).fill(student.email);
  await page
    .getByLabel(/password/i)
    .first()
    .fill(student.password);
  await page.getByRole("button", { name: /create|sign up/i }).click();
  await page
    .getByText(/sent a link/i)
    .first()
    .waitFor();
  await openMail(/confirm|verify/i);
}

/** Opens the newest mail with this subject in the local inbox and follows its link. */
async function openMail(subject: RegExp): Promise<void> {
  const mail = page.getByRole("link", { name: subject }).first();
  await untilShown(`${baton.url}/inbox`, async () => (await mail.count()) > 0);
  await mail.click();
  const frame = page.frameLocator("iframe");
  const address = await frame.getByRole("link").first().getAttribute("href");
  await page.goto(address!);
}

/** Loads a page again and again until it shows what is waited for. */
async function untilShown(url: string, shown: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  do {
    await page.goto(url);
    if (await shown()) return;
  } while (Date.now() < deadline);
  throw new Error(`${new URL(url).pathname} never showed what was waited for`);
}

/** Starts the course from the dashboard and clicks through it to the end at the partner's. */
async function takeCourse(partner: string): Promise<void> {
  const start = page
    .getByRole("link", { name: `Start at ${partner}` })
    .or(page.getByRole("button", { name: `Start at ${partner}` }));
  await untilShown(`${baton.url}/student/dashboard`, async () => (await start.count()) > 0);
  await start.first().click();
  await page.waitForURL(new RegExp(`^${baton.sandboxUrl}`));
  const next = page.locator("[data-act=next]");
  while ((await next.count()) > 0) {
    await Promise.all([page.waitForEvent("load"), next.first().click()]);
  }
  await page.getByRole("link", { name: /back to your school/i }).click();
  await page.waitForURL(new RegExp(`^${baton.url}`));
}

/** The dashboard asks for it; the certificate waits until then and comes by itself afterwards. */
async function confirmName(): Promise<void> {
  const ask = page.getByRole("main").getByRole("link", { name: "Confirm my name" });
  await untilShown(
    `${baton.url}/student/dashboard`,
    async () => (await page.getByText("Your certificate waits for you to confirm your name").count()) > 0,
  );
  await ask.click();
  await page.waitForURL(/\/account\/profile$/);
  expect(await page.getByLabel("Your legal name").inputValue()).toBe(student.name);
  await page.getByRole("checkbox", { name: "This is my legal name, spelled correctly." }).check();
  await page.getByRole("button", { name: "Confirm my name" }).click();
  await page.getByText("Your name is confirmed.").waitFor();
}

async function downloadCertificate(name = student.name): Promise<string> {
  const link = page.getByRole("link", { name: /certificate.*pdf|download/i });
  await untilShown(`${baton.url}/student/progress`, async () => (await link.count()) > 0);
  const [download] = await Promise.all([page.waitForEvent("download"), link.first().click()]);
  const { text } = await extractText(new Uint8Array(await readFile(await download.path())), {
    mergePages: true,
  });
  expect(text).toContain(name);
  expect(text).toContain("Medical Assistant");
  const proof = page.getByRole("link", { name: /page to show others/i });
  return (await proof.getAttribute("href"))!.split("/").at(-1)!;
}
