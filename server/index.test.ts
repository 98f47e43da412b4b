import { spawn, type ChildProcess } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import net from "node:net";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

const SECRET = "whsec_for_the_process_test";
const PROJECT = path.resolve(import.meta.dirname, "..");

let database: TestDatabase;
let children: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});

afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
});

afterAll(async () => {
  await database.drop();
});

interface Started {
  child: ChildProcess;
  stderr: () => string;
  ended: Promise<number | null>;
}

function start(env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, ["server/index.ts"], {
    cwd: PROJECT,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: {
      PATH: process.env["PATH"],
      NODE_ENV: "production",
      APP_URL: "http://127.0.0.1:3000",
      PORT: "0",
      WEB_DATABASE_URL: database.webUrl,
      AUTH_SECRET: "a-secret-for-tests-of-at-least-32-characters",
      STRIPE_SECRET_KEY: "sk_test_nothing",
      STRIPE_WEBHOOK_SECRET: SECRET,
      ...env,
    },
  });
  children.push(child);
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return { child, stderr: () => stderr, ended: once(child, "close").then(([code]) => code as number | null) };
}

async function listening({ child }: Started): Promise<number> {
  const [message] = (await once(child, "message")) as [{ ready: boolean; port: number }];
  expect(message.ready).toBe(true);
  return message.port;
}

/** One delivery of which the last byte has not been sent yet. */
async function openDelivery(port: number): Promise<{ finish(): Promise<string> }> {
  const body = JSON.stringify({ id: `evt_${Date.now()}`, object: "event", type: "x" });
  const seconds = Math.floor(Date.now() / 1000);
  const mac = createHmac("sha256", SECRET).update(`${seconds}.${body}`).digest("hex");
  const socket = net.connect(port, "127.0.0.1").setEncoding("utf8");
  await once(socket, "connect");
  const head = `POST /api/stripe/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\nStripe-Signature: t=${seconds},v1=${mac}\r\n\r\n`;
  socket.write(head + body.slice(0, -1));
  // An answer on a second connection shows that the server has read the first one by now.
  await fetch(`http://127.0.0.1:${port}/healthz`);
  return {
    finish: async () => {
      socket.write(body.slice(-1));
      const [answer] = (await once(socket, "data")) as [string];
      return answer;
    },
  };
}

async function untilRefused(port: number): Promise<void> {
  for (;;) {
    const socket = net.connect(port, "127.0.0.1");
    const outcome = await Promise.race([
      once(socket, "connect").then(() => "connected"),
      once(socket, "error").then(
        () => "refused",
        () => "refused",
      ),
    ]).catch(() => "refused");
    socket.destroy();
    if (outcome === "refused") return;
  }
}

describe("the web process", { timeout: 30_000 }, () => {
  test("finishes a running delivery after SIGTERM, takes no new one, and exits with 0", async () => {
    const started = start();
    const port = await listening(started);
    const delivery = await openDelivery(port);
    started.child.kill("SIGTERM");
    await untilRefused(port);
    expect(await delivery.finish()).toMatch(/^HTTP\/1\.1 200 /);
    expect(await started.ended).toBe(0);
  });

  test("exits with 0 when whoever started it is gone", async () => {
    const started = start();
    await listening(started);
    const exited = once(started.child, "exit"); // "close" never comes for a channel that the parent closed
    started.child.disconnect();
    expect((await exited)[0]).toBe(0);
  });

  test("says in one sentence that the port is taken, and exits with 1", async () => {
    const port = await listening(start());
    const second = start({ PORT: String(port) });
    expect(await second.ended).toBe(1);
    expect(second.stderr()).toBe(
      `Port ${port} on 127.0.0.1 is taken by another program: stop it, or set PORT to another number.\n`,
    );
  });

  test("names a variable that is wrong, without its value, and exits with 1", async () => {
    const started = start({ AUTH_SECRET: "short-secret" });
    expect(await started.ended).toBe(1);
    expect(started.stderr()).toMatch(/^AUTH_SECRET is wrong: .*\n$/);
    expect(started.stderr()).not.toContain("short-secret");
  });

  test("starts while the database is away and becomes ready once it is there", async () => {
    const started = start({ WEB_DATABASE_URL: "postgres://baton_web:x@127.0.0.1:1/nothing" });
    const port = await listening(started);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(503);
  });
});
