import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readLayers } from "#tests/layers/cruise.ts";
import type { Layers } from "#tests/layers/cruise.ts";
import configuration from "../../.dependency-cruiser.mjs";

/** Rule → an import that breaks it: from file, to file or package. */
const PLANTED: Record<string, [string, string]> = {
  "no-cycles": ["lib/db/cycle-a.ts", "lib/db/cycle-b.ts"],
  "nothing-unresolved": ["lib/db/lost.ts", "#lib/db/nowhere.ts"],
  "domain-is-pure": ["lib/domain/money.ts", "lib/config.ts"],
  "kit-is-below-all": ["lib/logger.ts", "lib/db/client.ts"],
  "edges-know-no-database": ["lib/mail/send.ts", "lib/db/client.ts"],
  "edges-are-strangers": ["lib/certificates/pdf.ts", "lib/mail/send.ts"],
  "memory-knows-no-partner": ["lib/inbox/relay.ts", "lib/partners/base.ts"],
  "connectors-are-strangers": ["lib/partners/hsi.ts", "lib/partners/certiport.ts"],
  "partners-have-one-door": ["lib/automation/enroll.ts", "lib/partners/hsi.ts"],
  "only-payments-import-stripe": ["lib/automation/pay.ts", "stripe"],
  "lib-runs-without-next": ["lib/db/page.ts", "next/headers"],
  "lib-knows-no-end": ["lib/automation/call-app.ts", "server/index.ts"],
  "identity-knows-no-use-case": ["lib/identity/session.ts", "lib/automation/enroll.ts"],
  "pages-enter-lib-by-the-front-rooms": ["app/page.tsx", "lib/db/client.ts"],
  "drawing-only-draws": ["components/Line.tsx", "lib/automation/enroll.ts"],
  "worker-knows-no-web": ["worker/index.ts", "server/index.ts"],
  "web-knows-no-worker": ["server/front.ts", "worker/other.ts"],
  "source-imports-no-tests": ["cli/bad.ts", "tests/support/database.ts"],
  "source-imports-no-sandbox": ["lib/queue/fake.ts", "sandbox/server.ts"],
  "sandbox-stands-alone": ["sandbox/partner.ts", "lib/db/client.ts"],
};

const ROOMS = ["lib", "app", "components", "server", "worker", "cli", "sandbox", "tests"];
let folder: string;
let layers: Layers;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "baton-layers-"));
  writeFileSync(path.join(folder, "package.json"), '{"type":"module","imports":{"#*":"./*"}}');
  for (const room of ROOMS) mkdirSync(path.join(folder, room));
  for (const [, to] of Object.values(PLANTED)) if (to.endsWith(".ts")) plant(to, "export const there = 1;\n");
  for (const [from, to] of Object.values(PLANTED))
    plant(from, `import "${to.endsWith(".ts") ? inside(to) : to}";\n`);
  plant("lib/db/cycle-b.ts", 'import "#lib/db/cycle-a.ts";\n');
  plant("app/button.tsx", '"use client";\nimport "#lib/config.ts";\nimport "#lib/domain/words.ts";\n');
  plant("lib/db/innocent.ts", 'import "#lib/domain/words.ts";\nimport "#lib/config.ts";\n');
  plant("lib/domain/words.ts", "export const word = 1;\n");
  layers = await readLayers(folder, ROOMS);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("the layer rules", () => {
  test("each have a planted violation", () => {
    expect(Object.keys(PLANTED).toSorted()).toEqual(
      configuration.forbidden.map(({ name }) => name).toSorted(),
    );
  });

  test.each(Object.entries(PLANTED))("see when %s is broken", (rule, [from]) => {
    const seen = layers.violations.filter((violation) => violation.rule === rule);
    expect(seen.map((violation) => violation.from)).toContain(from);
    expect(seen[0]?.comment).toMatch(/\w.*\.$/);
  });

  test("see when browser code imports the server's", () => {
    expect(layers.violations.filter(({ rule }) => rule === "browser-imports-domain-only")).toMatchObject([
      { from: "app/button.tsx", to: "lib/config.ts" },
    ]);
  });

  test("leave an allowed import alone", () => {
    expect(layers.violations.filter(({ from }) => from === "lib/db/innocent.ts")).toEqual([]);
  });
});

function inside(file: string): string {
  return file.startsWith("#") ? file : `#${file}`;
}

function plant(file: string, text: string): void {
  if (file.startsWith("#")) return;
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}
