/** `baton web` as a process of its own: the front, the doors and the built pages. */
import { once } from "node:events";
import { rmSync } from "node:fs";
import net from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { launchBaton, newFolder } from "#tests/support/baton.ts";

export interface WebProcess {
  /** Ends it and says what it wrote, for tests of what must not be in a log. */
  stop(): Promise<string>;
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Starts it with these variables, APP_URL and PORT among them, and resolves once it is ready. */
export async function startWebProcess(env: Record<string, string>): Promise<WebProcess> {
  const folder = newFolder();
  const running = launchBaton(folder, ["web"], env);
  let isOver = false;
  void running.finished.then(() => (isOver = true));
  const stop = async () => {
    running.kill("SIGTERM");
    const { stdout, stderr } = await running.finished;
    rmSync(folder, { recursive: true, force: true });
    return stdout + stderr;
  };
  while (!(await isReady(env["APP_URL"]!))) {
    if (isOver) throw new Error(`web does not start: ${await stop()}`);
    await pause(50);
  }
  return { stop };
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    (response) => response.ok,
    () => false,
  );
}
