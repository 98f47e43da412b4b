import { defineCommand, EXIT } from "#cli/command.ts";
import { startEverything } from "#cli/start/start.ts";

/** `baton start` */
export const command = defineCommand({
  summary: "bring up everything on this machine",
  about: `Brings up the database (kept in .baton/ unless DATABASE_URL is set), migrations, the sample catalogue, the
pages, the sandbox that plays Stripe and the partners (unless STRIPE_SECRET_KEY is set), worker and web; then
prints the address. Ctrl-C stops all of it. Settings come from environment variables and the file .env.`,
  options: {},
  async run(_values, terminal) {
    await startEverything(terminal);
    return EXIT.ok;
  },
});
