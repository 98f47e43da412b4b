/** Every page, on a phone and a desktop, light and dark: nothing that axe knows to shut people out. */
import { AxeBuilder } from "@axe-core/playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { launchBrowser } from "#tests/support/browser.ts";
import { startInstallation } from "#tests/support/installation.ts";
import type { Installation } from "#tests/support/installation.ts";

const LOOKS = [
  { name: "phone, light", viewport: { width: 360, height: 740 }, colorScheme: "light", locale: "en-US" },
  { name: "desktop, dark", viewport: { width: 1280, height: 800 }, colorScheme: "dark", locale: "en-US" },
  { name: "phone, Spanish", viewport: { width: 360, height: 740 }, colorScheme: "light", locale: "es-US" },
] as const;

const PAGES = {
  anybody: [
    "/",
    "/programs",
    "/programs/medical-assistant",
    "/sign-in",
    "/sign-up",
    "/reset-password",
    "/verify",
    "/verify-email",
    "/apply",
    "/no-such-page",
  ],
  student: [
    "/student/dashboard",
    "/student/progress",
    "/lms/dashboard",
    "/account",
    "/account/passkeys",
    "/account/devices",
    "/account/profile",
    "/account/notifications",
    "/account/data",
    "/dates",
    "/reviews",
  ],
  admin: [
    "/admin",
    "/admin/steps",
    "/admin/applications",
    "/admin/enrollments",
    "/admin/partners",
    "/admin/partners/hsi",
    "/admin/vouchers",
    "/admin/alerts",
    "/admin/courses",
    "/admin/sessions",
    "/admin/reviews",
    "/admin/mail",
    "/inbox",
  ],
};

/** Streamed parts are in their place and scripts have taken over. */
const SETTLED = { waitUntil: "networkidle" } as const;

let baton: Installation;
let browser: Browser;

beforeAll(async () => {
  [baton, browser] = await Promise.all([startInstallation(), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await baton.remove();
});

test("barriers are seen where there are some", async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${baton.url}/programs`, SETTLED);
  await page.evaluate(() => {
    const button = document.createElement("button");
    document.querySelector("main")?.append(button);
  });
  expect(await findBarriers(page)).toEqual([expect.stringMatching(/^button-name: <button/)]);
});

describe.each(LOOKS)("$name", ({ viewport, colorScheme, locale }) => {
  // Administration speaks English only so far.
  const people =
    locale === "es-US" ? (["anybody", "student"] as const) : (["anybody", "student", "admin"] as const);
  describe.each(people)("for %s", (who) => {
    let context: BrowserContext;

    beforeAll(async () => {
      context = await browser.newContext({ viewport, colorScheme, locale, reducedMotion: "reduce" });
      await signIn(context, who);
    });

    afterAll(() => context.close());

    test.each(PAGES[who])("%s shuts nobody out and does not scroll sideways", async (path) => {
      const page = await context.newPage();
      try {
        await page.goto(baton.url + path, SETTLED);
        expect(new URL(page.url()).pathname).toBe(path);
        expect(await findBarriers(page)).toEqual([]);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(width).toBeLessThanOrEqual(viewport.width);
      } finally {
        await page.close();
      }
    });
  });
});

/** What axe finds, each with the HTML it is about. */
async function findBarriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

async function signIn(context: BrowserContext, who: keyof typeof PAGES): Promise<void> {
  const person = { anybody: null, student: baton.signIns[0], admin: baton.signIns[1] }[who];
  if (!person) return;
  const page = await context.newPage();
  await page.goto(`${baton.url}/sign-in`);
  await page.locator("#email").fill(person.email);
  await page.locator("#password").fill(person.password);
  await page.locator("button[value=password]").click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await page.close();
}
