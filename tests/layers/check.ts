/** Prints every import that breaks a layer rule, each with the rule's sentence; exit code 1 when there is one. */
import { existsSync } from "node:fs";
import path from "node:path";
import { readLayers } from "#tests/layers/cruise.ts";

const root = path.resolve(import.meta.dirname, "../..");
const rooms = ["lib", "app", "components", "server", "worker", "cli", "sandbox", "tests", "bench"];
const { files, violations } = await readLayers(
  root,
  rooms.filter((room) => existsSync(path.join(root, room))),
);
for (const { rule, comment, from, to } of violations)
  console.log(`${rule}: ${from} -> ${to}\n    ${comment}`);
console.log(`${files} files read, ${violations.length} forbidden imports`);
process.exitCode = violations.length > 0 || files === 0 ? 1 : 0;
