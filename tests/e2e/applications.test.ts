/** Somebody applies without an account, opens one with the same address, and finds the application there. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "#tests/support/browser.ts";
import { startInstallation, type Installation } from "#tests/support/installation.ts";

const PATIENCE_MS = 20_000;
const EMAIL = "cleo.curious@example.com";

let baton: Installation;
let browser: Browser;

beforeAll(async () => {
  [baton, browser] = await Promise.all([startInstallation(), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await baton.remove();
});

async function visitor(options: Parameters<Browser["newContext"]>[0] = {}): Promise<[BrowserContext, Page]> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  return [context, await context.newPage()];
}

/** Opens the newest mail with this subject in the local inbox and returns the address of its button. */
async function linkInMail(page: Page, subject: RegExp): Promise<string> {
  const mail = page.getByRole("link", { name: subject }).first();
  const deadline = Date.now() + PATIENCE_MS;
  do await page.goto(`${baton.url}/inbox`);
  while ((await mail.count()) === 0 && Date.now() < deadline);
  await mail.click();
  return (await page.frameLocator("iframe").getByRole("link").first().getAttribute("href"))!;
}

async function fillIn(page: Page, email: string): Promise<void> {
  await page.getByRole("combobox", { name: "Program" }).selectOption({ label: "Medical Assistant" });
  await page.getByLabel("Your name").fill("Cleo <b>Curious</b>");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Phone (optional)").fill("+1 555 010 4242");
  await page.getByLabel(/^Message/).fill("I work nights.\n<script>alert(1)</script>");
}

test("an application is sent without scripts, claimed by the verified address, and seen by its owner and an admin", async () => {
  const [plain, form] = await visitor({ javaScriptEnabled: false });
  await form.goto(`${baton.url}/apply?program=medical-assistant`);
  await fillIn(form, EMAIL);
  await form.getByRole("button", { name: "Send application" }).click();
  await form.getByText(`We wrote to ${EMAIL}.`).waitFor();
  await plain.close();

  const [context, page] = await visitor();
  const status = await linkInMail(page, /We received your application/);
  expect(status).toMatch(new RegExp(`^${baton.url}/apply/[0-9a-z]{26}$`));
  await page.goto(status);
  await page.getByText("Received", { exact: true }).waitFor();
  expect(await page.getByRole("main").textContent()).not.toMatch(/Cleo|example\.com|555/);

  await page.getByRole("link", { name: "Create an account" }).click();
  await page.getByLabel("Your name").fill("Cleo Curious");
  await page.getByLabel("E-mail").fill(EMAIL);
  await page.getByLabel(/^Password/).fill("a long enough password");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByText(/sent a link/i).waitFor();
  await page.goto(status);
  expect(await page.getByText("Received", { exact: true }).count()).toBe(1);
  await page.goto(await linkInMail(page, /Confirm your e-mail/));

  await page.goto(status);
  await page.getByText("In your account", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Notifications, 1 new" }).click();
  await page
    .getByRole("link", { name: "Your application for Medical Assistant belongs to your account now." })
    .waitFor();
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await page.getByRole("link", { name: "Notifications", exact: true }).first().waitFor();
  await page.goto(`${baton.url}/apply`);
  await page.getByRole("link", { name: "Medical Assistant" }).click();
  await page.waitForURL(status);

  const [office, desk] = await visitor();
  const [, admin] = baton.signIns;
  await desk.goto(`${baton.url}/sign-in?next=/admin/applications`);
  await desk.locator("#email").fill(admin!.email);
  await desk.locator("#password").fill(admin!.password);
  await desk.locator("button[value=password]").click();
  await desk.getByRole("link", { name: "Cleo <b>Curious</b>" }).click();
  await desk.getByText("<script>alert(1)</script>").waitFor();
  await desk.getByText("Claimed by verified e-mail").waitFor();
  await desk.getByRole("button", { name: "Decline" }).click();
  // A quick worker has done it before the page is drawn again; then the form is gone and the state says so.
  const asked = desk.getByText("It is being done.");
  await asked
    .or(desk.getByText("Declined", { exact: true }))
    .first()
    .waitFor();
  await office.close();

  await page.getByText("Received on").waitFor();
  const declined = page.getByText("Not accepted", { exact: true });
  const deadline = Date.now() + PATIENCE_MS;
  while ((await declined.count()) === 0 && Date.now() < deadline) await page.reload();
  expect(await declined.count()).toBe(1);
  expect(await page.getByRole("button", { name: "Withdraw my application" }).count()).toBe(0);
  await context.close();
}, 120_000);

test("a form filled in by a program is answered as any other, and kept nowhere", async () => {
  const [context, page] = await visitor();
  await page.goto(`${baton.url}/apply`);
  await fillIn(page, "robot@example.com");
  await page.locator("input[name=website]").evaluate((field: HTMLInputElement) => {
    field.value = "https://spam.example";
  });
  await page.getByRole("button", { name: "Send application" }).click();
  await page.getByText("We wrote to robot@example.com.").waitFor();
  await page.goto(`${baton.url}/apply`);
  await fillIn(page, "person@example.com");
  await page.getByRole("button", { name: "Send application" }).click();
  await page.getByText("We wrote to person@example.com.").waitFor();
  await linkInMail(page, /We received your application/);
  await page.goto(`${baton.url}/inbox`);
  expect(await page.getByText("to person@example.com").count()).toBe(1);
  expect(await page.getByText("to robot@example.com").count()).toBe(0);
  await context.close();
}, 60_000);

test("what was typed wrong is said beside the field, and the rest stays typed", async () => {
  const [context, page] = await visitor({ javaScriptEnabled: false });
  await page.goto(`${baton.url}/apply`);
  await fillIn(page, "person@example.com");
  await page.getByLabel("Phone (optional)").fill("call me maybe");
  await page.getByRole("button", { name: "Send application" }).click();
  await page.getByText("That is no phone number.").waitFor();
  expect(await page.getByLabel("E-mail").inputValue()).toBe("person@example.com");
  expect(await page.getByLabel(/^Message/).inputValue()).toContain("I work nights.");
  await context.close();
}, 60_000);
