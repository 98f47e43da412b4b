import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { partnerVariable } from "#lib/domain/partner-variable.ts";
import { partnerDescriptors } from "#lib/partners/index.ts";

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
const listed = [...read(".env.example").matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);
/** Every partner has these besides its required ones. */
const OPTIONAL = ["LAUNCH_HOSTS", "REQUESTS_PER_SECOND"];

test(".env.example lists every variable of the configuration and of every partner, once, and empty", () => {
  const configured = [...read("lib/config.ts").matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name);
  const ofPartners = partnerDescriptors.flatMap(({ slug, requiredEnv }) => [
    ...requiredEnv,
    ...OPTIONAL.map((suffix) => partnerVariable(slug, suffix)),
  ]);
  expect(configured.length).toBeGreaterThan(15);
  expect([...configured, ...ofPartners].filter((name) => !listed.includes(name))).toEqual([]);
  expect(new Set(listed).size).toBe(listed.length);
  expect(read(".env.example")).not.toMatch(/^[A-Z][A-Z0-9_]*=./m);
});

test(".env.example lists nothing that nobody reads", () => {
  const own = new Set(["SANDBOX_PORT", "LOG_LEVEL"]);
  const known = `${read("lib/config.ts")}${partnerDescriptors.flatMap(({ requiredEnv }) => requiredEnv).join("\n")}`;
  const unread = listed.filter(
    (name = "") =>
      !known.includes(name) && !own.has(name) && !OPTIONAL.some((suffix) => name.endsWith(`_${suffix}`)),
  );
  expect(unread).toEqual([]);
});
