/** Courses of our own in a real browser: bought, learned on two devices, written by an admin, and a package that misbehaves. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, BrowserContext, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "#tests/support/browser.ts";
import { startInstallation, type Installation } from "#tests/support/installation.ts";
import { manifestOf, packagerZip, zipOf } from "#tests/support/zip.ts";

const PATIENCE_MS = 30_000;

let baton: Installation;
let browser: Browser;

beforeAll(async () => {
  [baton, browser] = await Promise.all([startInstallation(), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await baton?.remove();
});

/** A browser of its own, signed in as the demo student or the demo admin. */
async function signedIn(who: "student" | "admin", options: object = {}): Promise<Page> {
  const context: BrowserContext = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const { email, password } = baton.signIns[who === "student" ? 0 : 1]!;
  await page.goto(`${baton.url}/sign-in`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/dashboard/);
  return page;
}

async function buyProgram(page: Page, slug: string): Promise<void> {
  await page.goto(`${baton.url}/programs/${slug}`);
  await page.getByRole("button", { name: "Enroll" }).click();
  await page.getByRole("button", { name: /with a card$/ }).click();
  await page.waitForURL(/\/checkout\/return/);
}

/** Loads the dashboard until the course can be opened, and opens it. */
async function startCourse(page: Page, button: RegExp): Promise<void> {
  const start = page.getByRole("link", { name: button }).or(page.getByRole("button", { name: button }));
  const deadline = Date.now() + PATIENCE_MS;
  do {
    await page.goto(`${baton.url}/student/dashboard`);
    if ((await start.count()) > 0) break;
  } while (Date.now() < deadline);
  await start.first().click();
  await page.waitForURL(/\/learn\//);
}

/** The page of a package: two frames deep, on another origin. */
function packagePage(page: Page): FrameLocator {
  return page.frameLocator("iframe").frameLocator("iframe");
}

async function expectNoViolations(page: Page): Promise<void> {
  // What is inside a package is its author's.
  const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

const done = (page: Page) => page.getByText("This lesson is done");

describe("a student", () => {
  let page: Page;

  beforeAll(async () => {
    page = await signedIn("student", { viewport: { width: 360, height: 740 } });
    await buyProgram(page, "food-safety");
  });

  test("reads, watches and answers, and the course is done", async () => {
    await startCourse(page, /(Start|Continue) at Baton Academy/);
    await expectNoViolations(page);
    await page
      .getByRole("link", { name: /Four habits/ })
      .first()
      .click();
    await page.getByRole("heading", { name: "Clean, separate, cook, chill" }).waitFor();
    await expectNoViolations(page);
    await page.getByRole("button", { name: "I read this" }).click();
    await done(page).waitFor();
    await page.getByRole("link", { name: /^Next:/ }).click();
    await page.locator("video").waitFor();
    await expectNoViolations(page);
    await page.locator("video").evaluate(async (video: HTMLVideoElement) => {
      video.muted = true;
      video.playbackRate = 2;
      await video.play();
    });
    await done(page).waitFor();
    await page.getByRole("link", { name: /^Next:/ }).click();
    await answerQuiz(page);
    await page.getByText("100% right: passed").waitFor();
    await page.getByRole("link", { name: "Your progress" }).first().click();
    await page.getByText("Washing Hands").first().waitFor();
  }, 180_000);

  test("goes on in a package on another device, and passes by its mastery score", async () => {
    await startCourse(page, /(Start|Continue) at Baton Academy/);
    await page.getByRole("link", { name: /Start with/ }).click();
    await packagePage(page).getByRole("button", { name: "Next" }).click();
    await packagePage(page).getByText("Page 2 of 3").waitFor();
    await packagePage(page).getByRole("button", { name: "Next" }).click();
    await page.getByText("Everything is saved.").waitFor();
    const address = page.url();
    const desk = await signedIn("student", { colorScheme: "dark" });
    await desk.goto(address);
    await packagePage(desk).getByText("Page 3 of 3").waitFor();
    await expectNoViolations(desk);
    await packagePage(page).getByRole("button", { name: "Back" }).click();
    await page.getByText("You opened this lesson in another window").waitFor();
    await packagePage(desk).getByRole("button", { name: "To the test" }).click();
    for (const name of ["lifts germs", "20 seconds", "thumbs", "at once", "clean towel"])
      await packagePage(desk).getByLabel(new RegExp(name)).check();
    await packagePage(desk).getByRole("button", { name: "Hand in" }).click();
    await packagePage(desk).getByText("100 percent: passed").waitFor();
    await done(desk).waitFor();
    await desk.goto(`${baton.url}/student/progress`);
    await desk
      .getByText(/certificate/i)
      .first()
      .waitFor();
    await desk.context().close();
  }, 120_000);

  test("never receives right answers before the quiz is answered", async () => {
    const other = await signedIn("student");
    const seen: string[] = [];
    other.on("response", async (response) => {
      if (/json|html|component/.test(response.headers()["content-type"] ?? ""))
        seen.push(await response.text().catch(() => ""));
    });
    await other.goto(page.url().replace(/\/learn\/.*/, "/student/progress"));
    expect(seen.join("")).not.toMatch(/right_choices|rightChoices|"right":/);
    await other.context().close();
  });
});

async function answerQuiz(page: Page): Promise<void> {
  const wrong = page.getByLabel("5 seconds");
  await wrong.check();
  await page.getByLabel("165 °F (74 °C)").check();
  await page.getByLabel("Cooked rice").check();
  await page.getByLabel("Mostly not").check();
  await page.getByRole("button", { name: "Hand in" }).click();
  await page.getByText("50% right: not passed yet").waitFor();
  await expectNoViolations(page);
  await page.getByLabel("20 seconds").check();
  await page.getByLabel("165 °F (74 °C)").check();
  await page.getByLabel("Cooked rice").check();
  await page.getByLabel("Cut melon").check();
  await page.getByLabel("Mostly not").check();
  await page.getByRole("button", { name: "Try again" }).click();
}

describe("an admin", () => {
  let page: Page;

  beforeAll(async () => {
    page = await signedIn("admin");
  });

  /** Adds a course and returns the address of its page. */
  async function addCourse(name: string): Promise<string> {
    await page.goto(`${baton.url}/admin/courses`);
    await page.getByLabel("Name").fill(name);
    await page.getByRole("button", { name: "Add the course" }).click();
    await page.getByRole("heading", { name, level: 1 }).waitFor();
    return page.url();
  }

  async function addPackage(course: string, title: string, file: string): Promise<void> {
    await page.goto(`${course}/lessons/new?kind=scorm`);
    await page.getByLabel("Title").fill(title);
    await page.getByLabel("SCORM package").setInputFiles(file);
    await page.getByText(/^Stored:/).waitFor();
    await page.getByRole("button", { name: "Add the lesson" }).click();
    await page.getByRole("link", { name: title, exact: true }).waitFor();
  }

  async function sell(course: string, slug: string): Promise<void> {
    await page.goto(course);
    await page.getByLabel("Address").fill(slug);
    await page.getByLabel("Price in US dollars").fill("10");
    await page.getByLabel("Students can buy it").check();
    await page.getByRole("button", { name: "Save the offer" }).click();
    await page.getByText("The course is on sale.").waitFor();
  }

  const file = (name: string, bytes: Uint8Array) => {
    const at = path.join(baton.folder, name);
    writeFileSync(at, bytes);
    return at;
  };

  test("writes lessons, orders and deletes them, and previews each", async () => {
    const course = await addCourse("Kitchen Rules");
    await expectNoViolations(page);
    await page.goto(`${course}/lessons/new?kind=text`);
    await page.getByLabel("Title").fill("Read me");
    await page.getByLabel("Text", { exact: true }).fill("# Rules\n\n<img src=x onerror=alert(1)> **bold**");
    await page.getByRole("button", { name: "Add the lesson" }).click();
    await page.getByRole("link", { name: "Read me", exact: true }).waitFor();
    await page.goto(`${course}/lessons/new?kind=quiz`);
    await page.getByLabel("Title").fill("Ask me");
    await page.getByLabel("Questions").fill("Which?\n- one\n- two");
    await page.getByRole("button", { name: "Add the lesson" }).click();
    await page.getByText("Question 1: mark the right choice with +.").waitFor();
    await expectNoViolations(page);
    await page.getByLabel("Questions").fill("Which?\n+ one\n- two\n! Because.");
    await page.getByRole("button", { name: "Add the lesson" }).click();
    await page.getByRole("button", { name: /^Up.*Ask me/ }).click();
    await page.getByRole("button", { name: /^Down.*Ask me/ }).waitFor();
    await page.getByRole("link", { name: /^Preview.*Read me/ }).click();
    await page.getByText("<img src=x onerror=alert(1)>").waitFor();
    await expectNoViolations(page);
    await page.goto(course);
    await page.locator("summary", { hasText: "Delete: Read me" }).click();
    await page.getByRole("button", { name: "Yes, delete Read me" }).click();
    await page.getByRole("link", { name: "Read me", exact: true }).waitFor({ state: "detached" });
  }, 120_000);

  test("is told why a package is refused", async () => {
    const course = await addCourse("Refused");
    await page.goto(`${course}/lessons/new?kind=scorm`);
    const input = page.getByLabel("SCORM package");
    await input.setInputFiles(file("slip.zip", zipOf({ "../evil.html": "x" })));
    await page
      .getByRole("alert")
      .getByText(/outside of its folder/)
      .waitFor();
    await input.setInputFiles(file("text.zip", Buffer.from("no archive at all, only text")));
    await page
      .getByRole("alert")
      .getByText(/no ZIP archive/)
      .waitFor();
    await input.setInputFiles(file("plain.zip", zipOf({ "index.html": "x" })));
    await page
      .getByRole("alert")
      .getByText(/no imsmanifest.xml/)
      .waitFor();
    await page.getByText("Nothing uploaded yet.").waitFor();
    await expectNoViolations(page);
  }, 60_000);

  test.each(["1.2", "2004"] as const)(
    "uploads a SCORM %s package of other people's software, and a student finishes it",
    async (standard) => {
      const course = await addCourse(`Hands ${standard}`);
      await addPackage(course, "Wash them", file("packager.zip", packagerZip(standard)));
      const slug = `hands-${standard.replace(".", "-")}`;
      await sell(course, slug);
      const student = await signedIn("student");
      await buyProgram(student, slug);
      await startCourse(student, /(Start|Continue) at Baton Academy/);
      await student.getByRole("link", { name: /Start with/ }).click();
      const inside = packagePage(student);
      await inside.getByText("Page 1 for Demo Student").waitFor();
      await inside.getByRole("button", { name: "Next page" }).click();
      await student.getByText("Everything is saved.").waitFor();
      await student.reload();
      await inside.getByText("Page 2 for Demo Student").waitFor();
      // What was said last is kept, even when the window is closed before the answer comes.
      const address = student.url();
      await Promise.all([
        student.waitForRequest((request) => request.url().endsWith("/package")),
        inside.getByRole("button", { name: "Next page" }).click(),
      ]);
      await student.close();
      const again = await student.context().newPage();
      const insideAgain = packagePage(again);
      await again.goto(address);
      await insideAgain.getByText("Page 3 for Demo Student").waitFor();
      await insideAgain.getByRole("button", { name: "Answer wrong" }).click();
      await again.getByText("Everything is saved.").waitFor();
      expect(await done(again).count()).toBe(0);
      await insideAgain.getByRole("button", { name: "Answer right" }).click();
      await done(again).waitFor();
      await again.context().close();
    },
    120_000,
  );

  test("previews a hostile package: it reaches nothing of Baton", async () => {
    const course = await addCourse("Hostile");
    const html = `<!doctype html><title>x</title><pre id="out">…</pre><script>
      const out = {};
      const attempt = async (name, work) => { try { out[name] = String(await work()); } catch (error) { out[name] = "refused"; } };
      (async () => {
        await attempt("cookie", () => document.cookie);
        await attempt("page", () => top.document.title);
        await attempt("frame", () => top.frames[0].document.title + top.location.href);
        await attempt("storage", () => top.localStorage.length);
        await attempt("fetch", () => fetch("${baton.url}/api/student/partner-enrollments", { credentials: "include", mode: "no-cors" }).then((r) => r.type));
        await attempt("post", () => fetch("${baton.url}/sign-out", { method: "POST", credentials: "include", mode: "no-cors" }).then((r) => r.type));
        await attempt("beacon", () => navigator.sendBeacon("${baton.url}/sign-out", "x"));
        await attempt("popup", () => window.open("${baton.url}/admin"));
        await attempt("navigate", () => { top.location = "https://evil.example/"; return "asked"; });
        document.getElementById("out").textContent = JSON.stringify(out);
        top.postMessage({ type: "commit", number: 1, cmi: {} }, "*");
      })();
    </script>`;
    await addPackage(
      course,
      "Evil",
      file("evil.zip", zipOf({ "imsmanifest.xml": manifestOf("index.html"), "index.html": html })),
    );
    await page.getByRole("link", { name: /^Preview.*Evil/ }).click();
    const out = packagePage(page).locator("#out");
    await out.filter({ hasText: "{" }).waitFor();
    const said = JSON.parse((await out.textContent())!) as Record<string, string>;
    expect(said).toMatchObject({
      cookie: "",
      page: "refused",
      frame: "refused",
      storage: "refused",
      fetch: "refused",
      post: "refused",
      popup: "null",
    });
    expect(page.url()).toContain("/preview");
    await page.goto(`${baton.url}/admin/courses`);
    await page.getByRole("heading", { name: "Courses of our own" }).waitFor();
  }, 60_000);
});
