/** Starts a real web process for a measurement. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { WEB_NODE_FLAGS } from "#server/node-flags.ts";

export interface FrontProcess {
  pid: number;
  port: number;
  /** Asks it to end and waits. */
  stop(): Promise<void>;
}

export const STRIPE_SECRET = "whsec_bench_0123456789abcdef0123456789abcdef";
const PROJECT = path.resolve(import.meta.dirname, "../..");

/** Starts `baton web` and waits until it listens. Throws when it ends instead. */
export async function startFront(
  webDatabaseUrl: string,
  env: Record<string, string> = {},
): Promise<FrontProcess> {
  const child = spawn(process.execPath, [...WEB_NODE_FLAGS, "cli/baton.mjs", "web"], {
    cwd: PROJECT,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      APP_URL: "http://127.0.0.1:3000",
      PORT: "0",
      WEB_DATABASE_URL: webDatabaseUrl,
      AUTH_SECRET: "bench-bench-bench-bench-bench-bench",
      STRIPE_SECRET_KEY: "sk_test_bench",
      STRIPE_WEBHOOK_SECRET: STRIPE_SECRET,
      LOG_LEVEL: "warn",
      ...env,
    },
  });
  const port = await listening(child);
  return {
    pid: child.pid ?? 0,
    port,
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function listening(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("message", (message: { port: number }) => resolve(message.port));
    child.once("exit", (code) => reject(new Error(`the web process ended with code ${code}`)));
  });
}
