/** Languages, passkeys and devices as a person meets them, in a real browser with a simulated fingerprint reader. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newFolder } from "#tests/support/baton.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { startInstallation, type Installation } from "#tests/support/installation.ts";
import { freePort } from "#tests/support/web-process.ts";

const PATIENCE_MS = 15_000;

let baton: Installation;
let browser: Browser;

beforeAll(async () => {
  const port = await freePort();
  // Browsers make passkeys for names only, not for 127.0.0.1.
  const env = { PORT: String(port), APP_URL: `http://localhost:${port}` };
  [baton, browser] = await Promise.all([startInstallation(newFolder(), env), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await baton.remove();
});

async function visitor(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE_MS);
  return context.newPage();
}

/** Signs the demo student in, or the next person of the list. */
async function signIn(page: Page, number = 0): Promise<void> {
  const person = baton.signIns[number]!;
  await page.goto(`${baton.url}/sign-in`);
  await page.locator("#email").fill(person.email);
  await page.locator("#password").fill(person.password);
  await page.locator("button[value=password]").click();
  await page.waitForURL((url) => url.pathname === "/student/dashboard");
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("banner").getByRole("button").click();
  await page.waitForURL(`${baton.url}/`);
}

describe("languages", () => {
  test("a browser that prefers Spanish is answered in Spanish, and another in English", async () => {
    for (const [locale, lang, title] of [
      ["es-MX", "es", "Programas"],
      ["de-DE", "en", "Programs"],
    ] as const) {
      const page = await visitor({ locale });
      await page.goto(`${baton.url}/programs`);
      expect(await page.locator("html").getAttribute("lang")).toBe(lang);
      expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(title);
      await page.context().close();
    }
  });

  test("without scripts the language is changed on the page one is on, and stays", async () => {
    const page = await visitor({ javaScriptEnabled: false });
    await page.goto(`${baton.url}/programs?sort=title`);
    await page.getByRole("button", { name: "Español" }).click();
    expect(page.url()).toBe(`${baton.url}/programs?sort=title`);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Programas");
    await page.goto(`${baton.url}/no-such-page`);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Esa página no existe");
    await page.getByRole("button", { name: "English" }).click();
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("There is no such page");
    await page.context().close();
  });

  test("what a person chose goes with them to another browser", async () => {
    const one = await visitor();
    await signIn(one);
    await one.goto(`${baton.url}/account`);
    await one.getByRole("combobox", { name: "Language" }).selectOption("es");
    await one.getByRole("combobox", { name: /^Time zone/ }).selectOption("America/Chicago");
    await one.getByRole("button", { name: "Save" }).click();
    await one.getByText("Guardado.").waitFor();
    await one.getByRole("heading", { name: "Tu cuenta" }).waitFor();

    const other = await visitor({ locale: "en-US" });
    await other.goto(baton.url);
    expect(await other.locator("html").getAttribute("lang")).toBe("en");
    await signIn(other);
    expect(await other.locator("html").getAttribute("lang")).toBe("es");
    await other.goto(`${baton.url}/account`);
    expect(await other.getByRole("combobox", { name: /^Zona horaria/ }).inputValue()).toBe("America/Chicago");

    await other.getByRole("button", { name: "English" }).click();
    await other.getByRole("heading", { name: "Your account" }).waitFor();
    await one.reload();
    expect(await one.locator("html").getAttribute("lang")).toBe("en");
    await one.context().close();
    await other.context().close();
  });

  test("a Spanish reader buys, starts and follows a program without a word of English of ours", async () => {
    const page = await visitor({ locale: "es-US" });
    await signIn(page, 1);
    await page.goto(`${baton.url}/programs/medical-assistant`);
    await page.getByRole("button", { name: "Inscribirme" }).click();
    await page.getByRole("button", { name: /with a card$/ }).click();
    await page.waitForURL(/\/checkout\/return/);
    await page.getByRole("heading", { name: "¡Ya estás dentro!" }).waitFor();
    await page.getByRole("link", { name: "Empezar en HSI" }).waitFor();
    await page.goto(`${baton.url}/student/progress`);
    await page.getByText("Tu curso en HSI está listo. Empieza cuando quieras.").waitFor();
    await page.getByText("Se abre solo cuando termines HSI.").first().waitFor();
    await page.goto(`${baton.url}/lms/dashboard`);
    await page.getByRole("heading", { name: "Abiertos ahora" }).waitFor();
    await page.goto(`${baton.url}/student/dashboard`);
    await page.getByText("Te toca a ti").first().waitFor();
    await page.context().close();
  });

  test("a refusal at the sign-in form is told in the reader's language", async () => {
    const page = await visitor({ locale: "es-US" });
    await page.goto(`${baton.url}/sign-in`);
    await page.getByLabel("Correo electrónico").fill("nadie@example.com");
    await page.getByLabel("Contraseña").fill("no es mi contraseña");
    await page.getByRole("button", { name: "Iniciar sesión", exact: true }).click();
    await page.getByText("El correo y la contraseña no coinciden.").waitFor();
    await page.context().close();
  });
});

describe("passkeys", () => {
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    page = await visitor();
    context = page.context();
  });

  afterAll(() => context.close());

  /** A fingerprint reader; `knowsOwner` says whether it recognises who touches it. */
  async function addReader(knowsOwner: boolean): Promise<() => Promise<unknown>> {
    const devtools = await context.newCDPSession(page);
    await devtools.send("WebAuthn.enable");
    const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: knowsOwner,
        automaticPresenceSimulation: true,
      },
    });
    return () => devtools.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
  }

  test("a device that does not know its owner makes none", async () => {
    await signIn(page);
    const remove = await addReader(false);
    await page.goto(`${baton.url}/account/passkeys`);
    await page.getByText("You have no passkey yet.").waitFor();
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByText("No passkey was made.").waitFor();
    await remove();
  });

  test("is added, renamed, and signs in without a password", async () => {
    await addReader(true);
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByText("Your passkey is ready.").waitFor();
    const name = page.getByLabel(/^Name of the passkey/);
    expect(await name.inputValue()).toBe("Chrome on Linux");
    await name.fill("Kitchen <b>tablet</b>");
    await page.getByRole("button", { name: "Save name" }).click();
    await page.getByText("The name is saved.").waitFor();
    await page.reload();
    expect(await name.inputValue()).toBe("Kitchen <b>tablet</b>");

    await signOut(page);
    await page.goto(`${baton.url}/sign-in?next=/lms/dashboard`);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.waitForURL((url) => url.pathname === "/lms/dashboard");
  });

  test("is not added twice to the same device", async () => {
    await page.goto(`${baton.url}/account/passkeys`);
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByText("This device has a passkey for your account already.").waitFor();
  });

  test("once removed opens nothing any more", async () => {
    await page.getByRole("button", { name: /^Remove the passkey Kitchen/ }).click();
    await page.getByText("You have no passkey yet.").waitFor();
    await signOut(page);
    await page.goto(`${baton.url}/sign-in`);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.getByText("This passkey opens no account here.").waitFor();
    expect(new URL(page.url()).pathname).toBe("/sign-in");
  });
});

describe("devices", () => {
  test("a lost device is signed out from another one", async () => {
    const [here, lost] = [await visitor(), await visitor({ userAgent: "Mozilla/5.0 (iPhone) Safari/604.1" })];
    await signIn(lost);
    await signIn(here);
    await here.goto(`${baton.url}/account/devices`);
    const rows = here.getByRole("main").getByRole("listitem");
    expect(await rows.first().textContent()).toMatch(/^Chrome on Linux.*This device/);
    const button = here.getByRole("button", { name: /^Sign out of Safari on iPhone, last seen/ });
    await button.click();
    await here.getByText("That device is signed out.").waitFor();
    expect(await button.count()).toBe(0);
    await lost.goto(`${baton.url}/student/dashboard`);
    expect(new URL(lost.url()).pathname).toBe("/sign-in");

    await signIn(lost);
    await here.reload();
    await here.getByRole("button", { name: "Sign out of all other devices" }).click();
    await here.getByText("All other devices are signed out.").waitFor();
    expect(await rows.count()).toBe(1);
    await lost.goto(`${baton.url}/student/dashboard`);
    expect(new URL(lost.url()).pathname).toBe("/sign-in");
    await here.context().close();
    await lost.context().close();
  });
});
