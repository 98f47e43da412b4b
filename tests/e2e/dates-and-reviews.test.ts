/** Dates and reviews as people meet them: an admin enters dates, a student chooses one by keyboard, pays, and speaks up. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "#tests/support/browser.ts";
import { startInstallation, type Installation } from "#tests/support/installation.ts";

const PATIENCE_MS = 20_000;
const PHONE = { width: 360, height: 740 };
const PROGRAM = "osha-30-construction";

let baton: Installation;
let browser: Browser;
let admin: Page;
let student: Page;

beforeAll(async () => {
  [baton, browser] = await Promise.all([startInstallation(), launchBrowser()]);
  student = await signedIn(0);
  admin = await signedIn(1);
});

afterAll(async () => {
  await browser.close();
  await baton.remove();
});

async function signedIn(person: number): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ viewport: PHONE, reducedMotion: "reduce" });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.goto(`${baton.url}/sign-in?next=/programs`);
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
  await page.waitForURL((url) => url.pathname === "/programs");
  return page;
}

/** Noon in ten days and in forty, as a field for day and time takes it. */
const inDays = (days: number, hour: string) =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${hour}`;

async function addDate(days: number, seats: string, place: string): Promise<void> {
  await admin.getByLabel("Begin", { exact: true }).fill(inDays(days, "09:00"));
  await admin.getByLabel("End", { exact: true }).fill(inDays(days, "17:00"));
  await admin.getByLabel("Time zone").selectOption("America/Chicago");
  await admin.getByLabel("Seats", { exact: true }).fill(seats);
  await admin.getByLabel("Place", { exact: true }).fill(place);
  await admin.getByRole("button", { name: "Add the date" }).click();
  await admin.getByRole("list", { name: "Dates" }).getByText(place).waitFor();
}

test("an admin enters dates of a course and sells it with a date only", async () => {
  await admin.goto(`${baton.url}/admin/sessions?q=OSHA+30`);
  await admin
    .getByRole("list", { name: "Courses" })
    .getByRole("link", { name: /30.*Construction|Construction.*30/i })
    .first()
    .click();
  await admin.getByRole("heading", { name: "Add a date" }).waitFor();
  await expectNoBarriers(admin);
  await admin.getByLabel("Begin", { exact: true }).fill(inDays(10, "17:00"));
  await admin.getByLabel("End", { exact: true }).fill(inDays(10, "09:00"));
  await admin.getByLabel("Place", { exact: true }).fill("Room 4");
  await admin.getByRole("button", { name: "Add the date" }).click();
  await admin.getByText("End: it must come after the begin.").waitFor();
  await addDate(10, "2", "Room 4, 200 Main Street");
  await addDate(40, "1", "Room 5, 200 Main Street");
  await admin.getByRole("button", { name: "Sell it with a date only" }).click();
  await admin.getByText("nobody can buy it without a date").waitFor();
}, 60_000);

test("a student chooses a date by keyboard in the sheet of a month, and sees it kept, booked and in a calendar file", async () => {
  await student.goto(`${baton.url}/programs/${PROGRAM}`);
  const dates = student.getByRole("group", { name: /^Choose a date for/ });
  expect(await dates.getByRole("radio").count()).toBe(2);
  await expectNoBarriers(student);
  await student.getByRole("button", { name: "Enroll" }).click();
  // The browser itself asks for the date.
  expect(
    await dates
      .getByRole("radio")
      .first()
      .evaluate((radio) => (radio as HTMLInputElement).validity.valueMissing),
  ).toBe(true);

  await dates.getByRole("button", { name: "Month" }).focus();
  await student.keyboard.press("Enter");
  await expectNoBarriers(student);
  await student.keyboard.press("Tab");
  await student.keyboard.press("Tab");
  await student.keyboard.press("Enter");
  const last = dates.getByRole("radio", { name: /Room 5/ });
  await last.waitFor();
  await last.focus();
  await student.keyboard.press("Space");
  expect(await last.isChecked()).toBe(true);
  await dates.getByRole("button", { name: "Previous month" }).click();
  await dates.getByRole("radio", { name: /Room 4/ }).waitFor();
  await dates.getByRole("button", { name: "List" }).click();
  expect(await dates.getByRole("radio", { name: /Room 5.*1 seat left/ }).isChecked()).toBe(true);
  await student.reload();
  expect(await dates.getByRole("radio", { name: /Room 5/ }).isChecked()).toBe(true);

  await student.getByRole("button", { name: "Enroll" }).click();
  await student.getByRole("button", { name: /^Pay .* with a card$/ }).waitFor();
  expect(await seatsLeft("Room 5")).toBe("Full");
  await student.getByRole("button", { name: /^Pay .* with a card$/ }).click();
  await student.waitForURL(/\/checkout\/return/);
  await student.getByRole("heading", { name: "You’re in" }).waitFor();
  const kept = student.getByRole("region", { name: "Your dates" });
  await kept.getByText("Booked").waitFor();
  await kept.getByText("Room 5, 200 Main Street").waitFor();
  await expectNoBarriers(student);

  await student.goto(`${baton.url}/student/progress`);
  await student.getByRole("region", { name: "Your dates" }).getByText("Room 5").waitFor();
  const [file] = await Promise.all([
    student.waitForEvent("download"),
    student.getByRole("link", { name: /^Calendar file for/ }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("date.ics");
  const answer = await student.request.get(`${baton.url}/api/sessions/calendar`);
  expect(answer.headers()["content-type"]).toBe("text/calendar; charset=utf-8");
  expect(await answer.text()).toContain("LOCATION:Room 5\\, 200 Main Street\r\n");
}, 120_000);

async function seatsLeft(place: string): Promise<string> {
  const visitor = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await visitor.goto(`${baton.url}/programs/${PROGRAM}`);
  const radio = visitor.getByRole("radio", { name: new RegExp(place) });
  const isOpen = await radio.isEnabled();
  await visitor.context().close();
  return isOpen ? "open" : "Full";
}

test("a canceled date leads its student to another one", async () => {
  await admin.goto(admin.url());
  await admin
    .getByRole("list", { name: "Dates" })
    .getByRole("listitem")
    .filter({ hasText: "Room 5" })
    .getByRole("link")
    .click();
  await admin.getByText("1 of 1 seats taken").waitFor();
  await expectNoBarriers(admin);
  await admin.getByLabel("Reason, as students read it").fill("<b>The teacher</b> is ill");
  await admin.getByRole("button", { name: "Cancel this date" }).click();
  await admin
    .getByRole("status")
    .filter({ hasText: "Canceled" })
    .or(admin.getByText("Canceled").first())
    .first()
    .waitFor();

  await student.goto(`${baton.url}/dates`);
  await student.getByText("This date was canceled: <b>The teacher</b> is ill.").waitFor();
  await expectNoBarriers(student);
  await student.getByRole("radio", { name: /Room 4/ }).check();
  await student.getByRole("button", { name: "Take this date" }).click();
  await student.getByRole("listitem").filter({ hasText: "Room 4" }).getByText("Booked").waitFor();
  await student.getByText("This date was canceled").waitFor({ state: "detached" });
}, 60_000);

test("a student reviews a course, others read it without a name, and the school hides it", async () => {
  await student.goto(`${baton.url}/reviews`);
  const mine = student
    .getByRole("region")
    .filter({ has: student.getByRole("button", { name: "Save the review" }) })
    .first();
  await mine.getByLabel("4 stars").check();
  await mine.getByLabel("Your words").fill("Clear and calm.\n<img src=x onerror=alert(1)>");
  await mine.getByRole("button", { name: "Save the review" }).click();
  await student.getByText("Your review is saved.").waitFor();
  await expectNoBarriers(student);

  const visitor = await (await browser.newContext({ viewport: PHONE })).newPage();
  visitor.setDefaultTimeout(PATIENCE_MS);
  await visitor.goto(`${baton.url}/programs/${PROGRAM}`);
  const said = visitor.getByRole("region", { name: "What students say" });
  await said.getByText("<img src=x onerror=alert(1)>").waitFor();
  expect(await said.getByRole("rowheader", { name: "4 stars" }).locator("..").innerText()).toMatch(/1$/);
  await expectNoBarriers(visitor);
  await said.getByRole("link", { name: /^All reviews of/ }).click();
  await visitor.getByRole("heading", { name: /^Reviews of/ }).waitFor();
  await expectNoBarriers(visitor);

  await admin.goto(`${baton.url}/admin/reviews`);
  await admin.getByText("Hide this review").click();
  await admin.getByLabel("Reason, as its author reads it").fill("Contains markup");
  await admin.getByRole("button", { name: "Hide the review" }).click();
  await admin.getByRole("button", { name: "Show it again" }).waitFor();
  await expectNoBarriers(admin);
  await visitor.goto(`${baton.url}/programs/${PROGRAM}`);
  expect(await said.count()).toBe(0);
  await student.reload();
  await student.getByText("The school does not show this review: Contains markup").waitFor();
  await visitor.context().close();
}, 90_000);

/** Fails when axe finds anything or the page scrolls sideways. */
async function expectNoBarriers(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
}
