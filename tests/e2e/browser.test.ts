import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { launchBrowser } from "#tests/support/browser.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(() => browser.close());

test("the browser runs scripts, keeps two visitors apart and respects where a page may look", async () => {
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(
      '<input id="visitor"><button onclick="document.cookie = `name=${visitor.value}`">go</button>',
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const [one, other] = [await browser.newContext(), await browser.newContext()];
    const page = await one.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.fill("#visitor", "Ada");
    await page.click("button");
    expect(await one.cookies()).toMatchObject([{ name: "name", value: "Ada" }]);
    expect(await other.cookies()).toEqual([]);
    const foreign = page.evaluate((url) => fetch(url).then(() => "read"), `http://localhost:${port}/`);
    await expect(foreign).rejects.toThrow("Failed to fetch");
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
