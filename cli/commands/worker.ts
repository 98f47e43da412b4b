import process from "node:process";
import { defineCommand, EXIT } from "#cli/command.ts";

/** `baton worker` */
export const command = defineCommand({
  summary: "run background work: enrollments, completions, certificates, mail",
  about: `Runs jobs until SIGTERM, then finishes those that run (at most 30 seconds). Any number of workers may run on
one database. Settings come from environment variables (see .env.example); WORKER_DATABASE_URL names the
database as role baton_worker. With WORKER_PORT it shows /healthz, /readyz and /metrics there. Run migrate first.`,
  options: {},
  async run() {
    await import("#worker/index.ts");
    return Number(process.exitCode ?? EXIT.ok);
  },
});
