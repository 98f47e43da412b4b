import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConnectionCutError } from "#sandbox/http.ts";
import type { SandboxPart } from "#sandbox/part.ts";
import { startSandbox, type RunningSandbox } from "#sandbox/server.ts";

const echo: SandboxPart = {
  async handle(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/echo") return new Response(await request.text(), { status: 201 });
    if (pathname === "/cut") throw new ConnectionCutError();
    if (pathname === "/broken") throw new Error("a secret in a message");
    return null;
  },
  start() {},
  async stop() {},
};

describe("the sandbox server", () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({
      port: 0,
      appUrl: "http://127.0.0.1:1",
      dataFile: ":memory:",
      env: {},
      parts: [() => echo],
    });
  });
  afterAll(() => sandbox.stop());

  it("answers its home page and health, and 404 for what no part knows", async () => {
    expect(await (await fetch(`${sandbox.url}/`)).text()).toContain("/_sandbox");
    expect(await (await fetch(`${sandbox.url}/healthz`)).json()).toEqual({ status: "ok" });
    expect((await fetch(`${sandbox.url}/nothing`)).status).toBe(404);
  });

  it("gives a part the body as it came and refuses more than 1 MiB", async () => {
    const small = await fetch(`${sandbox.url}/echo`, { method: "POST", body: "ä€" });
    expect([small.status, await small.text()]).toEqual([201, "ä€"]);
    const big = await fetch(`${sandbox.url}/echo`, { method: "POST", body: "x".repeat(1024 * 1024 + 1) });
    expect(big.status).toBe(413);
  });

  it("never lets an error's text out", async () => {
    const response = await fetch(`${sandbox.url}/broken`);
    expect(response.status).toBe(500);
    expect(await response.text()).toBe("The sandbox made a mistake.\n");
  });

  it("closes the socket when a part cuts the connection", async () => {
    await expect(fetch(`${sandbox.url}/cut`)).rejects.toThrow("fetch failed");
  });

  it("answers 400 to an address that is not a path", async () => {
    const { hostname, port } = new URL(sandbox.url);
    const socket = connect(Number(port), hostname);
    socket.write("GET http://elsewhere.example/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 400/);
  });

  it("rejects with EADDRINUSE when the port is taken", async () => {
    const port = Number(new URL(sandbox.url).port);
    await expect(
      startSandbox({ port, appUrl: "http://127.0.0.1:1", dataFile: ":memory:", env: {}, parts: [] }),
    ).rejects.toThrow("EADDRINUSE");
  });
});
