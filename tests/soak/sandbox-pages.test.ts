/** Every partner's pages in the sandbox, walked to the end on a phone and a desktop, light and dark: nobody is shut out. */
import { randomUUID } from "node:crypto";
import { AxeBuilder } from "@axe-core/playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import type { PartnerAccount, PartnerConnector, PartnerCourseRef, VoucherRef } from "#lib/partners/base.ts";
import { openPartnerClient } from "#lib/partners/index.ts";
import { playedPartners } from "#sandbox/partners/index.ts";
import { startSandbox, type RunningSandbox } from "#sandbox/server.ts";
import { launchBrowser } from "#tests/support/browser.ts";

const LOOKS = [
  { name: "phone, light", viewport: { width: 360, height: 740 }, colorScheme: "light" },
  { name: "desktop, dark", viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
] as const;

/** Courses by which a partner shows more than by just any; the others teach `ANY_COURSE`. */
const TELLING: Readonly<Record<string, PartnerCourseRef>> = {
  certiport: { externalCourseCode: "HEALTH-SCIENCES", kind: "exam" },
  careersafe: { externalCourseCode: "OSHA-10-CON", kind: "course" },
  milady: { externalCourseCode: "RISE-WELLBEING", kind: "course" },
};
const ANY_COURSE: PartnerCourseRef = { externalCourseCode: "ANY-COURSE", kind: "course" };
const COURSES = playedPartners.map(({ slug }) => [slug, TELLING[slug] ?? ANY_COURSE] as const);

let sandbox: RunningSandbox;
let browser: Browser;
beforeAll(async () => {
  const appUrl = "http://127.0.0.1:1";
  [sandbox, browser] = await Promise.all([
    startSandbox({ port: 0, appUrl, dataFile: ":memory:", env: {} }),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await sandbox.stop();
});

/** An enrollment, and a way to open its course page. */
async function enroll(slug: string, course: PartnerCourseRef) {
  const partner = openPartnerClient(slug, sandbox.env);
  const studentId = randomUUID();
  const student = { studentId, email: `${studentId}@example.com`, fullName: "Ada Example" };
  const account = await partner.createAccount(student, `account-${studentId}`);
  const reference = randomUUID();
  const voucher = course.kind === "exam" ? await reserve(partner, course, `${reference}:1`) : undefined;
  const made = await partner.enrollInCourse(account, course, reference, reference, voucher);
  const id = made.externalEnrollmentId;
  return { id, open: (page: Page) => openCourse(partner, account, id, page) };
}

async function reserve(
  partner: PartnerConnector,
  course: PartnerCourseRef,
  reference: string,
): Promise<VoucherRef> {
  const { externalVoucherId } = await partner.reserveVoucher!(course, reference, reference);
  return { kind: "reserved", externalVoucherId };
}

async function openCourse(
  partner: PartnerConnector,
  account: PartnerAccount,
  id: string,
  page: Page,
): Promise<void> {
  const launch = await partner.getSsoLaunchUrl(account, id, "http://127.0.0.1:1/student/progress");
  await page.goto(launch.url);
}

async function act(slug: string, id: string, name: string): Promise<void> {
  const url = `${sandbox.url}/_sandbox/partners/${slug}/enrollments/${id}/${name}`;
  const response = await fetch(url, { method: "POST" });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
}

/** Fails when axe finds anything or the page scrolls sideways. */
async function expectNoBarriers(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(page.viewportSize()!.width);
}

describe.each(LOOKS)("$name", ({ viewport, colorScheme }) => {
  const newPage = async () =>
    (await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce" })).newPage();

  test.each(COURSES)("%s's course can be walked to its certificate", async (slug, course) => {
    const page = await newPage();
    const { open } = await enroll(slug, course);
    await open(page);
    const next = page.locator("[data-act=next]");
    const seen = new Set<string>();
    while ((await next.count()) > 0) {
      const stage = (await page.locator("#next").innerText()).replaceAll(/\d.*/g, "");
      if (!seen.has(stage)) await expectNoBarriers(page);
      seen.add(stage);
      await Promise.all([page.waitForEvent("load"), next.first().click()]);
    }
    expect(seen.size).toBeGreaterThan(1);
    await expectNoBarriers(page);
    await Promise.all([page.waitForEvent("load"), page.getByRole("link", { name: /^Certificate / }).click()]);
    expect(await page.innerText("main")).toContain("Ada Example");
    await expectNoBarriers(page);
    await page.context().close();
  });

  test.each(COURSES)("%s says what is next after a failed exam", async (slug, course) => {
    const page = await newPage();
    const { id, open } = await enroll(slug, course);
    await act(slug, id, "fail-exam");
    await open(page);
    await expectNoBarriers(page);
    await page.context().close();
  });

  test("an appointment is made at NDS, an end is told at CareerSafe and Certiport", async () => {
    const page = await newPage();
    const order = await enroll("nds", { externalCourseCode: "NDS-DOT", kind: "service" });
    await order.open(page);
    await expectNoBarriers(page);
    for (const [slug, name] of [
      ["careersafe", "pass-deadline"],
      ["certiport", "expire-voucher"],
    ] as const) {
      const { id, open } = await enroll(slug, COURSES.find(([each]) => each === slug)![1]);
      await act(slug, id, name);
      await open(page);
      await expectNoBarriers(page);
    }
    await page.context().close();
  });

  test("the control page does to an enrollment what the partner's office could", async () => {
    const page = await newPage();
    const { id } = await enroll("careersafe", COURSES[2]![1]);
    await page.goto(`${sandbox.url}/_sandbox`);
    const section = page.locator("#careersafe");
    for (const summary of await section.locator("summary").all()) await summary.click();
    await expectNoBarriers(page);
    const row = section.getByRole("row").filter({ hasText: id });
    await Promise.all([
      page.waitForEvent("load"),
      row.getByRole("button", { name: "Let the deadline pass" }).click(),
    ]);
    expect(new URL(page.url()).hash).toBe("#careersafe");
    const partner = openPartnerClient("careersafe", sandbox.env);
    expect((await partner.getProgress(id))?.standing.kind).toBe("deadline_passed");
    await page.context().close();
  });
});

test("no two partners look alike", async () => {
  const looks = new Set<string>();
  for (const [slug, course] of COURSES) {
    const page = await browser.newPage();
    const { open } = await enroll(slug, course);
    await open(page);
    const style = await page.evaluate(() => {
      const of = (selector: string) => getComputedStyle(document.querySelector(selector)!);
      const { borderRadius, borderLeftWidth, borderTopWidth, textAlign } = of(".card");
      return [of(".brand").backgroundColor, borderRadius, borderLeftWidth, borderTopWidth, textAlign].join();
    });
    looks.add(`${style} ${await page.innerText("h1")}`);
    await page.close();
  }
  expect(looks.size).toBe(COURSES.length);
});
