import { mkdirSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { defineCommand, EXIT, readPort } from "#cli/command.ts";
import { DATA_FOLDER } from "#cli/database.ts";
import { untilStopped } from "#cli/until-stopped.ts";
import { startSandbox } from "#sandbox/server.ts";

const DEFAULT_PORT = 3001;
const GRACE_MS = 10_000;

/** `baton sandbox` */
export const command = defineCommand({
  summary: "play Stripe and the partners on this machine",
  about: `Plays Stripe and the partners until SIGTERM or Ctrl-C, on 127.0.0.1, and prints the variables that point Baton
at it. What it knows is kept in .baton/sandbox.sqlite. start does all of this by itself.`,
  options: {
    port: { type: "string", value: "PORT", about: "listen here instead of SANDBOX_PORT or 3001" },
    "app-url": {
      type: "string",
      value: "URL",
      about: "address of Baton, instead of APP_URL or http://127.0.0.1:3000",
    },
  },
  async run({ port, "app-url": appUrl }, terminal) {
    mkdirSync(DATA_FOLDER, { recursive: true, mode: 0o700 });
    const { url, env, stop } = await startSandbox({
      port: readPort(port, "port") ?? Number(process.env["SANDBOX_PORT"] || DEFAULT_PORT),
      appUrl: appUrl ?? (process.env["APP_URL"] || "http://127.0.0.1:3000"),
      dataFile: path.join(DATA_FOLDER, "sandbox.sqlite"),
      env: process.env,
    });
    if (process.send) process.send({ ready: true, variables: env });
    else
      terminal.result({ url, variables: env }, [
        ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
        `The sandbox listens at ${url}`,
      ]);
    await untilStopped(stop, GRACE_MS);
    return EXIT.ok;
  },
});
