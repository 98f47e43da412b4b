/** The processes of `start`: sandbox, worker and web, each with no more settings than it needs. */
import { randomBytes } from "node:crypto";
import path from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { CliError } from "#cli/command.ts";
import { DATA_FOLDER } from "#cli/database.ts";
import { startChild } from "#cli/start/child.ts";
import type { Child, Ready } from "#cli/start/child.ts";
import type { Closers } from "#cli/start/closers.ts";
import type { StartPlan } from "#cli/start/plan.ts";
import { together } from "#cli/start/together.ts";
import type { Terminal } from "#cli/terminal.ts";
import { keepSecret } from "#lib/db/secret-file.ts";
import { WEB_NODE_FLAGS } from "#server/node-flags.ts";

/** Ctrl-C promises ten seconds for everything, and the database needs some of them. */
const GRACE_MS = 6_000;
const PAGES_WITHIN_MS = 30_000;
const ASK_AGAIN_AFTER_MS = 100;

type Variables = Readonly<Record<string, string>>;

/**
 * Starts the processes and resolves once pages are served, with the sandbox's address or null when there is none.
 * `database` names the database to web and worker. Throws CliError with the last words of the one that failed.
 */
export async function startProcesses(
  plan: StartPlan,
  database: { webUrl: string; workerUrl: string },
  terminal: Terminal,
  closers: Closers,
  signal: AbortSignal,
): Promise<string | null> {
  const children: Child[] = [];
  closers.add(async () => void (await Promise.all(children.map((child) => child.stop(GRACE_MS)))));
  const start = async (name: string, variables: Variables, stopWaiting: AbortSignal): Promise<Ready> => {
    const child = await startChild({
      name,
      env: { ...process.env, ...variables, APP_URL: plan.appUrl, NODE_ENV: "production" },
      nodeFlags: name === "web" ? WEB_NODE_FLAGS : ["--max-semi-space-size=4"],
      logFolder: path.join(DATA_FOLDER, "log"),
      signal: stopWaiting,
      onRestart: terminal.say,
    });
    children.push(child);
    return child.ready;
  };

  const outside = await startOutside(plan, terminal, (variables) => start("sandbox", variables, signal));
  const inside = {
    ...outside.variables,
    AUTH_SECRET: keepSecret(path.join(DATA_FOLDER, "auth-secret"), () => randomBytes(32).toString("hex")),
    ...givenByOperator(),
    DATABASE_URL: "", // the owner's rights are not for them
  };
  await terminal.step("worker and web", () =>
    together(signal, [
      (either) => start("worker", { ...inside, WORKER_DATABASE_URL: database.workerUrl }, either),
      async (either) => {
        const web = { HOST: plan.host, PORT: String(plan.port), WEB_DATABASE_URL: database.webUrl };
        const content = plan.content && {
          CONTENT_URL: plan.content.url,
          CONTENT_PORT: String(plan.content.port),
        };
        await start("web", { ...inside, ...web, ...content }, either);
        await untilServed(plan, either);
      },
    ]),
  );
  return outside.url;
}

/** Stripe and the partners: the sandbox's variables, or none of ours when they are real. */
async function startOutside(
  plan: StartPlan,
  terminal: Terminal,
  start: (variables: Variables) => Promise<Ready>,
): Promise<{ url: string | null; variables: Variables }> {
  const { sandbox } = plan;
  if (!sandbox) return { url: null, variables: {} };
  const { variables = {} } = await terminal.step("sandbox", () =>
    start({ SANDBOX_PORT: String(sandbox.port) }),
  );
  return { url: variables["STRIPE_API_BASE_URL"] ?? null, variables };
}

/** What the operator set wins over what we would make up; an empty text counts as not set. */
function givenByOperator(): Variables {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => Boolean(entry[1])));
}

/** Waits until the web says that it can do its work and has served its first page. */
async function untilServed({ host, port }: StartPlan, signal: AbortSignal): Promise<void> {
  const base = `http://${host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host}:${port}`;
  const giveUpAt = Date.now() + PAGES_WITHIN_MS;
  for (;;) {
    signal.throwIfAborted();
    const answers = await Promise.all([statusOf(`${base}/readyz`), statusOf(`${base}/programs`)]);
    if (answers.every((status) => status === 200)) return;
    if (Date.now() > giveUpAt)
      throw new CliError(
        `web answers ${answers.join(" and ")} to /readyz and /programs; see .baton/log/web.log`,
      );
    await pause(ASK_AGAIN_AFTER_MS);
  }
}

/** The HTTP status, or 0 when nothing answers. */
async function statusOf(url: string): Promise<number> {
  try {
    const response = await fetch(url, { redirect: "follow" });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
