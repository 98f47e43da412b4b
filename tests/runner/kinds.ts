/** The kinds of checks, in the order in which they tell most for the least time. */
import type { Outcome } from "#tests/runner/outcome.ts";
import { runCheck } from "#tests/runner/process.ts";
import { runVitest } from "#tests/runner/vitest.ts";

export interface Kind {
  name: string;
  about: string;
  run(): Promise<Outcome>;
}

/** Superuser address of a second server, on which the database tests run once more. */
const SECOND_SERVER = "SECOND_TEST_DATABASE_URL";

/** The rest of the database tests is about the code around the same statements, and takes minutes. */
const RESTS_ON_SQL = ["access", "reads", "step-machine", "road", "payments"].map(
  (name) => `tests/database/${name}`,
);

export const KINDS: readonly Kind[] = [
  check("types", "TypeScript, strict", "tsc", ["--project", ".", "--pretty", "false"]),
  check("format", "oxfmt leaves every file as it is", "oxfmt", ["--check"]),
  check("lint", "oxlint, with types", "oxlint", []),
  check("layers", "who may import whom", "node", ["tests/layers/check.ts"]),
  check("unused", "files, exports and packages that nobody needs", "knip", ["--no-progress"]),
  vitest("unit", "one room at a time"),
  check("db-types", "lib/db/types.ts says what the migrations make", "node", [
    "tests/support/generate-types.ts",
    "--verify",
  ]),
  vitest("database", "on the embedded PostgreSQL"),
  { name: "database (postgres 15)", about: "what rests on SQL, on a second server", run: onSecondServer },
  check("build", "the pages", "node", ["cli/baton.mjs", "build"]),
  vitest("e2e", "the whole system in a real browser"),
];

function check(name: string, about: string, program: string, args: string[]): Kind {
  return { name, about, run: () => runCheck(program, args) };
}

function vitest(project: string, about: string): Kind {
  return { name: project, about, run: () => runVitest(project) };
}

async function onSecondServer(): Promise<Outcome> {
  const url = process.env[SECOND_SERVER];
  if (!url) return { passed: 0, failed: 0, note: `not run: no PostgreSQL 15 here (${SECOND_SERVER})` };
  return runVitest("database", { TEST_DATABASE_URL: url }, RESTS_ON_SQL);
}
