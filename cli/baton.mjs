#!/usr/bin/env node
/**
 * The launcher: plain JavaScript that any Node from 20 on can read. It finds Node 24 (this one, or the one
 * that npm installed beside the project) and runs cli/baton.ts, or the script named after `--run`, with it.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const NEEDED_MAJOR = 24;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const [script, args] = chooseScript(process.argv.slice(2));

if (Number(process.versions.node.split(".")[0]) >= NEEDED_MAJOR) {
  process.argv = [process.execPath, script, ...args];
  // The second start reads JavaScript instead of translating TypeScript: 25 MB and 0.1 s less (measured).
  module.enableCompileCache?.(path.join(root, "node_modules", ".cache", "baton"));
  await import(pathToFileURL(script).href);
} else {
  const node = bundledNode();
  if (node) handOver(node);
  else refuse();
}

function chooseScript(given) {
  if (given[0] === "--run" && given[1]) return [path.resolve(root, given[1]), given.slice(2)];
  return [path.join(root, "cli", "baton.ts"), given];
}

function bundledNode() {
  const system = process.platform === "win32" ? "win" : process.platform;
  const file = process.platform === "win32" ? "node.exe" : "node";
  const node = path.join(root, "node_modules", `node-${system}-${process.arch}`, "bin", file);
  return existsSync(node) ? node : null;
}

/** Runs the same with the other Node: its exit code is ours, and it ends when we end (the channel closes). */
function handOver(node) {
  const child = spawn(node, [...process.execArgv, script, ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  // A terminal sends Ctrl-C to both, a program to us alone: the child takes the two for one, and decides when it is over.
  process.on("SIGINT", () => child.kill("SIGINT"));
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
}

function refuse() {
  process.stderr.write(
    `Baton needs Node ${NEEDED_MAJOR}, this is ${process.version}, and npm brings none for ${process.platform} ${process.arch}: run npm ci, or install Node ${NEEDED_MAJOR} and start again.\n`,
  );
  process.exitCode = 1;
}
