import path from "node:path";
import process from "node:process";
import { defineCommand, EXIT, readPort } from "#cli/command.ts";
import { DATA_FOLDER } from "#cli/database.ts";
import { sandboxAddresses, sandboxSecrets } from "#cli/sandbox-environment.ts";
import { reportReady, untilStopped } from "#cli/until-stopped.ts";
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
    const secrets = { ...sandboxSecrets(DATA_FOLDER), ...given() };
    const sandbox = await startSandbox({
      port: readPort(port, "port") ?? Number(process.env["SANDBOX_PORT"] ?? DEFAULT_PORT),
      appUrl: appUrl ?? process.env["APP_URL"] ?? "http://127.0.0.1:3000",
      dataFile: path.join(DATA_FOLDER, "sandbox.sqlite"),
      env: secrets,
    });
    const variables = { ...secrets, ...sandboxAddresses(sandbox.url) };
    if (process.send) reportReady(Number(new URL(sandbox.url).port));
    else
      terminal.result({ url: sandbox.url, variables }, [
        ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
        `The sandbox listens at ${sandbox.url}`,
      ]);
    await untilStopped(() => sandbox.stop(), GRACE_MS);
    return EXIT.ok;
  },
});

/** What the operator set wins over what the sandbox would make up. */
function given(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => !!entry[1]),
  );
}
