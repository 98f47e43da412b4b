/** `npm run db:types`: writes lib/db/types.ts from a freshly migrated database. With `--verify` it only compares. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { prepareTestServer } from "#tests/support/database.ts";

const root = path.resolve(import.meta.dirname, "../..");
const server = await prepareTestServer();
try {
  process.exitCode = generate(server.adminUrl, server.template);
} finally {
  await server.release();
}

function generate(adminUrl: string, template: string): number {
  const url = new URL(adminUrl);
  url.pathname = `/${template}`;
  const { status } = spawnSync(
    path.join(root, "node_modules/.bin/kysely-codegen"),
    [
      "--dialect=postgres",
      `--url=${url.href}`,
      "--default-schema=public",
      "--include-pattern={public.*,pgboss.job,pgboss.version}",
      "--out-file=lib/db/types.ts",
      ...process.argv.slice(2),
    ],
    { cwd: root, stdio: "inherit", shell: process.platform === "win32" },
  );
  return status ?? 1;
}
