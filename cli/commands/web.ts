import process from "node:process";
import { defineCommand, EXIT, readPort } from "#cli/command.ts";

/** `baton web` */
export const command = defineCommand({
  summary: "serve pages, webhook doors, health and metrics",
  about: `Serves until SIGTERM, then finishes running requests (at most 30 seconds). Any number of web processes may
run on one database. Settings come from environment variables (see .env.example); WEB_DATABASE_URL names the
database as role baton_web. Run migrate and build first.`,
  options: { port: { type: "string", value: "PORT", about: "listen here instead of PORT or 3000" } },
  async run({ port }) {
    const number = readPort(port, "port");
    if (number !== undefined) process.env["PORT"] = String(number);
    await import("#server/index.ts");
    return Number(process.exitCode ?? EXIT.ok);
  },
});
