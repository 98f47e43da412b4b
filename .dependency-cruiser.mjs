/**
 * The layers of docs/ARCHITECTURE.md, executed. Each rule carries the sentence for whoever breaks it;
 * tests/layers/layers.test.ts plants a violation of each, so that none can go blind.
 */
import { readdirSync, readFileSync } from "node:fs";

const EDGES = "partners|payments|certificates|mail|alerts";
const MEMORY = "db|queue|inbox";
const KIT = "config|logger|metrics";
const ENDS = "app|components|server|worker|cli";
const CONNECTORS = connectors().join("|");
const TEST_CODE = "(^tests/|^bench/|\\.test\\.tsx?$|^vitest\\.config\\.ts$)";

/** A package, whether it is installed or not. */
const packages = (...names) => `(^|node_modules/)(${names.join("|")})($|/)`;

const rule = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

export default {
  forbidden: [
    rule(
      "no-cycles",
      "Two files that need each other are one file, or hide a third.",
      {},
      { circular: true },
    ),
    rule("nothing-unresolved", "This import leads nowhere.", {}, { couldNotResolve: true }),
    rule(
      "domain-is-pure",
      "lib/domain is words and rules: it imports nothing but itself.",
      { path: "^lib/domain/", pathNot: TEST_CODE },
      { pathNot: "^lib/domain/" },
    ),
    rule(
      "kit-is-below-all",
      "The kit (config, logger, metrics) is used by everybody, so it may know nobody but the domain.",
      { path: `^lib/(${KIT})\\.ts$` },
      {
        path: "^(?!lib/domain/)(lib|app|components|server|worker|cli|sandbox|tests|bench)/",
        pathNot: `^lib/(${KIT})\\.ts$`,
      },
    ),
    rule(
      "edges-know-no-database",
      "Partners, payments, certificates, mail and alerts talk outward: hand them what they need instead of a database.",
      { path: `^lib/(${EDGES})/`, pathNot: TEST_CODE },
      { path: `^lib/(${MEMORY}|identity|automation)/|${packages("pg", "kysely", "pg-boss")}` },
    ),
    rule(
      "edges-are-strangers",
      "One edge does not call another: lib/automation joins them.",
      { path: `^lib/(${EDGES})/`, pathNot: TEST_CODE },
      { path: `^lib/(${EDGES})/`, pathNot: "^lib/$1/" },
    ),
    rule(
      "memory-knows-no-partner",
      "db, queue and inbox talk to Postgres and know nobody outside: lib/automation joins them with the edges.",
      { path: `^lib/(${MEMORY})/`, pathNot: TEST_CODE },
      { path: `^lib/(${EDGES}|identity|automation)/` },
    ),
    rule(
      "connectors-are-strangers",
      "A connector never imports another one: what they share belongs to base.ts or the HTTP client.",
      { path: `^lib/partners/(${CONNECTORS})(/|\\.)`, pathNot: TEST_CODE },
      { path: `^lib/partners/(${CONNECTORS})(/|\\.)`, pathNot: "^lib/partners/$1(/|\\.)" },
    ),
    rule(
      "partners-have-one-door",
      "From outside only lib/partners/index.ts and base.ts are seen, so that no caller knows a single partner.",
      { pathNot: `^lib/partners/|${TEST_CODE}` },
      { path: "^lib/partners/", pathNot: "^lib/partners/(index|base)\\.ts$" },
    ),
    rule(
      "only-payments-import-stripe",
      "Stripe's library stays in lib/payments (and its types in the double), so that its shapes do not spread.",
      { pathNot: `^lib/payments/|^sandbox/stripe/|${TEST_CODE}` },
      { path: packages("stripe") },
    ),
    rule(
      "lib-runs-without-next",
      "lib runs in the worker too: nothing in it may need Next or React.",
      { path: "^lib/", pathNot: TEST_CODE },
      { path: packages("next", "react", "react-dom") },
    ),
    rule(
      "lib-knows-no-end",
      "The ends call lib, never the other way round.",
      { path: "^lib/", pathNot: TEST_CODE },
      { path: `^(${ENDS}|sandbox|bench)/` },
    ),
    rule(
      "identity-knows-no-use-case",
      "Sign-in ends in claims: what a person may then do is lib/automation's business.",
      { path: "^lib/identity/", pathNot: TEST_CODE },
      { path: `^lib/(automation|${EDGES})/` },
    ),
    rule(
      "pages-enter-lib-by-the-front-rooms",
      "Pages and routes use use-cases (automation), reads (db/reads), identity, domain and the kit.",
      { path: "^app/", pathNot: TEST_CODE },
      {
        path: "^lib/",
        pathNot: `^lib/(automation|db/reads|identity|domain)/|^lib/db/web\\.ts$|^lib/(${KIT})\\.ts$`,
      },
    ),
    rule(
      "drawing-only-draws",
      "Components take props and give HTML: of lib they may import the domain only.",
      { path: "^components/", pathNot: TEST_CODE },
      { path: "^(app|server|worker|cli|sandbox|lib)/", pathNot: "^lib/domain/" },
    ),
    rule(
      "worker-knows-no-web",
      "Worker and web meet in the database only, so that either runs without the other.",
      { path: "^worker/", pathNot: TEST_CODE },
      { path: "^(app|server|components)/" },
    ),
    rule(
      "web-knows-no-worker",
      "Worker and web meet in the database only, so that either runs without the other.",
      { path: "^(app|server|components)/", pathNot: TEST_CODE },
      { path: "^worker/" },
    ),
    rule(
      "source-imports-no-tests",
      "What a customer runs never needs test code.",
      { pathNot: TEST_CODE },
      { path: TEST_CODE },
    ),
    rule(
      "source-imports-no-sandbox",
      "Baton reaches the sandbox as it reaches the world: over HTTP. Only the commands start it.",
      { path: "^(lib|app|components|server|worker)/", pathNot: TEST_CODE },
      { path: "^sandbox/" },
    ),
    rule(
      "sandbox-stands-alone",
      "The sandbox plays other people's systems: of Baton it may know the domain and the kit only.",
      { path: "^sandbox/", pathNot: TEST_CODE },
      { path: `^(${ENDS}|lib)/`, pathNot: `^lib/domain/|^lib/(${KIT})\\.ts$` },
    ),
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(\\.next|\\.baton|node_modules/\\.cache)/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
      conditionNames: ["node", "import", "require", "default", "types"],
      exportsFields: ["exports"],
      mainFields: ["main"],
    },
  },
};

/** Names of the files in lib/partners that hold a connector; a folder of the same name belongs to it. */
export function connectors() {
  const folder = new URL("lib/partners/", import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .filter((name) => readFileSync(new URL(name, folder), "utf8").includes(" implements PartnerConnector"))
    .map((name) => name.slice(0, -".ts".length));
}
