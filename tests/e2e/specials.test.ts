/** What partners ask for besides lessons, as students and admins see it: sessions, retakes, minimum times, appointments, absent partners. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "#tests/support/browser.ts";
import { startInstallation, type Installation } from "#tests/support/installation.ts";

const PATIENCE_MS = 20_000;
const PHONE = { width: 360, height: 740 };

let baton: Installation;
let browser: Browser;
let student: Page;
let admin: Page;

beforeAll(async () => {
  [baton, browser] = await Promise.all([
    startInstallation(undefined, { SUPPORT_EMAIL: "office@school.example" }),
    launchBrowser(),
  ]);
  [student, admin] = (await Promise.all(baton.signIns.map(signedIn))) as [Page, Page];
});

afterAll(async () => {
  await browser.close();
  await baton.remove();
});

test("HSI: a skills session is booked, given up and booked anew, and the card says when to renew it", async () => {
  const path = await buy("cpr-aed-with-skills-session");
  await open(path, "Start at HSI");
  await walkTo("book-session");
  await press("book-session");
  await untilPathSays(path, /Your skills session at HSI is on \w+day, /);
  expect(await path.innerText()).toContain("Nothing to do now");
  await expectNoBarriers(student);

  await open(path, "Look in at HSI");
  await press("cancel-session");
  await untilPathSays(path, "The online part is done. Book your skills session at HSI to finish.");
  expect(await path.innerText()).toContain("Your turn");
  await expectNoBarriers(student);

  await open(path, "Book your session at HSI");
  await walkToTheEnd();
  await untilPathSays(path, /HSI certificate HSI-[\d-]+[^]*valid until[^]*renew from/);
}, 120_000);

test("CareerSafe: the time is over, then longer, and minutes are missing", async () => {
  const path = await buy("osha-30-construction");
  await open(path, "Start at CareerSafe");
  await walkTo("study");
  const course = new URL(student.url()).pathname.split("/").at(-1)!;
  await office("careersafe", course, "pass-deadline");
  await untilPathSays(path, "The time for this course is over. Your school has been told");
  await expectNoBarriers(student);

  await office("careersafe", course, "extend-deadline");
  await untilPathSays(path, "CareerSafe asks for 1,800 minutes in the course; you have ");
  const text = await path.innerText();
  expect(text).toMatch(/Time in the course: [\d,]+ of 1,800 minutes/);
  expect(text).toMatch(/Finish by .*: \d+ days left/);
  expect(text).toContain("Your group at CareerSafe: ");
  await expectNoBarriers(student);
}, 120_000);

test("Certiport: a failed exam gets a new voucher by itself, a second one is for the school to decide", async () => {
  const path = await buy("cybersecurity-analyst");
  await open(path, "Start at Certiport");
  await walkTo("exam-fail");
  await press("exam-fail");
  await untilPathSays(path, "You can take the exam at Certiport again: everything for it is in place.");
  await open(path, "Take the exam again at Certiport");
  await press("exam-fail");
  await untilPathSays(path, "the retakes that are included are used up");
  await expectNoBarriers(student);

  await admin.goto(`${baton.url}/admin/vouchers`);
  const vouchers = admin.getByRole("list", { name: /^Vouchers/ }).getByRole("listitem");
  expect(await vouchers.filter({ hasText: "IT Specialist Network Security" }).allInnerTexts()).toEqual([
    expect.stringContaining("retake 1"),
    expect.not.stringContaining("retake"),
  ]);
  await vouchers.first().getByRole("link").click();
  await admin.getByText("Exam not passed").waitFor();
  await expectNoBarriers(admin);
}, 120_000);

test("NDS: an appointment is made, and only the day the requirement was met is told", async () => {
  const path = await buy("cdl-drug-and-alcohol-compliance");
  await open(path, "Start at NDS");
  await walkToTheEnd();
  await untilPathSays(path, "Make your appointment with NDS");
  await open(path, "Make your appointment at NDS");
  await press("book-appointment");
  const order = new URL(student.url()).pathname.split("/").at(-1)!;
  await untilPathSays(path, /Your appointment with NDS is on /);
  await expectNoBarriers(student);

  await office("nds", order, "miss-requirement");
  await office("nds", order, "meet-requirement");
  await untilPathSays(path, /Requirement met on \d+ \w+ \d{4}/);
  expect(await path.innerText()).not.toMatch(/positive|negative|result/i);
}, 120_000);

test("Milady RISE: the courses that belong to a curriculum are set up and shown with it", async () => {
  const path = await buy("barber-apprenticeship");
  const included = path.getByRole("region", { name: "Included courses at Milady RISE" });
  await untilPathSays(path, "Included courses");
  await untilShown(`${baton.url}/student/progress`, async () => {
    const texts = await included.getByRole("listitem").allInnerTexts();
    return texts.length === 2 && texts.every((text) => text.includes("Open"));
  });
  await expectNoBarriers(student);
}, 60_000);

test("an admin switches a partner off: its student reads what happened, what else there is and whom to ask", async () => {
  const path = await buy("bloodborne-pathogens", /via HSI/);
  await untilPathSays(path, "Your course at HSI is ready.");

  await admin.goto(`${baton.url}/admin/partners/hsi`);
  await admin.getByText("Switch HSI off", { exact: true }).click();
  await expectNoBarriers(admin);
  await admin.getByRole("button", { name: "Yes, switch HSI off" }).click();
  await admin.getByText("HSI is switched off").waitFor();

  await untilPathSays(path, "Your school has switched HSI off for now");
  expect(await path.innerText()).toContain(
    "This step can also be taken as Healthcare Safety & Bloodborne Pathogens via CareerSafe",
  );
  expect(await path.getByRole("link", { name: "office@school.example" }).getAttribute("href")).toBe(
    "mailto:office@school.example",
  );
  expect(await path.getByRole("link", { name: "Start at HSI" }).count()).toBe(0);
  await expectNoBarriers(student);
  await student.goto(`${baton.url}/inbox`);
  await student.getByRole("link", { name: /HSI/ }).first().click();
  await student.frameLocator("iframe").getByText("office@school.example").first().waitFor();

  await admin.goto(`${baton.url}/admin?partner=hsi`);
  await admin.getByRole("heading", { name: "The partner is switched off" }).first().waitFor();

  await admin.goto(`${baton.url}/admin/partners/hsi`);
  await admin.getByText("Switch HSI on", { exact: true }).click();
  await admin.getByRole("button", { name: "Yes, switch HSI on" }).click();
  await admin.getByText("HSI is switched on").waitFor();
  await untilPathSays(path, "Your course at HSI is ready.");
}, 120_000);

async function signedIn(person: { email: string; password: string }): Promise<Page> {
  const context = await browser.newContext({ viewport: PHONE, reducedMotion: "reduce" });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.goto(`${baton.url}/sign-in`);
  await page
    .getByLabel(/e-?mail/i)
    .first()
    .fill(person.email);
  await page
    .getByLabel(/password/i)
    .first()
    .fill(person.password);
  await page
    .getByRole("button", { name: /^sign in/i })
    .first()
    .click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  return page;
}

/** Buys a program, by the option of this name where there is a choice, and returns its place on the progress page. */
async function buy(slug: string, option?: RegExp): Promise<Locator> {
  await student.goto(`${baton.url}/programs/${slug}`);
  const title = await student.getByRole("heading", { level: 1 }).innerText();
  if (option) await student.getByRole("radio", { name: option }).check();
  await student.getByRole("button", { name: "Enroll" }).click();
  await student.getByRole("button", { name: /with a card$/ }).click();
  await student.waitForURL(/\/checkout\/return/);
  return student.getByRole("region", { name: title, exact: true });
}

/** Follows a button of the progress page to the partner. */
async function open(path: Locator, button: string): Promise<void> {
  const link = path.getByRole("link", { name: button, exact: true });
  await untilShown(`${baton.url}/student/progress`, async () => (await link.count()) > 0);
  await link.click();
  await student.waitForURL(new RegExp(`^${baton.sandboxUrl}`));
}

const actOf = (act: string) => student.locator(`form[action$="/${act}"] button`);

/** Does the one next thing at the partner's until this act is open. */
async function walkTo(act: string): Promise<void> {
  while ((await actOf(act).count()) === 0) await pressFirst(student.locator("[data-act=next]"));
}

async function walkToTheEnd(): Promise<void> {
  const next = student.locator("[data-act=next]");
  while ((await next.count()) > 0) await pressFirst(next);
}

function press(act: string): Promise<void> {
  return pressFirst(actOf(act));
}

async function pressFirst(button: Locator): Promise<void> {
  await Promise.all([student.waitForEvent("load"), button.first().click()]);
}

/** Says to the sandbox what the partner's own people did. */
async function office(partner: string, enrollment: string, act: string): Promise<void> {
  const url = `${baton.sandboxUrl}/_sandbox/partners/${partner}/enrollments/${enrollment}/${act}`;
  const response = await fetch(url, { method: "POST" });
  expect(response.status).toBeLessThan(400);
}

async function untilPathSays(path: Locator, words: string | RegExp): Promise<void> {
  const isSaid = (text: string) => (typeof words === "string" ? text.includes(words) : words.test(text));
  const isShown = async () =>
    (await path.count()) > 0 && isSaid((await path.innerText()).replaceAll(/\s+/g, " "));
  await untilShown(`${baton.url}/student/progress`, isShown);
}

/** Loads a page again and again until it shows what is waited for. */
async function untilShown(url: string, isShown: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  do {
    await student.goto(url);
    if (await isShown()) return;
  } while (Date.now() < deadline);
  throw new Error(`never showed what was waited for; at the end: ${await student.innerText("main")}`);
}

/** Fails when axe finds anything or the page scrolls sideways. */
async function expectNoBarriers(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
}
