/** A real Chromium: the one that comes from npm where it runs (Linux on x64), else the Chrome of this machine. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";
import { inflate } from "@sparticuz/chromium";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

const FOLDER = path.resolve(import.meta.dirname, "../../.baton/browser");
/** What the package ships: the browser, fonts, software graphics, and libraries that small systems lack. */
const ARCHIVES = ["chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"];

/**
 * Starts a browser without a window, with the security of a real one (only the process sandbox is off, which root and
 * containers cannot have). Close it at the end. Throws when there is neither the packaged Chromium nor a Chrome.
 */
export async function launchBrowser(): Promise<Browser> {
  if (process.platform !== "linux" || process.arch !== "x64") return chromium.launch({ channel: "chrome" });
  await unpack();
  const executablePath = path.join(FOLDER, "chromium");
  const env = environmentFor(executablePath);
  return chromium.launch({ executablePath, env, args: ["--no-sandbox", "--no-zygote", "--disable-gpu"] });
}

/** Unpacks once per checkout; of two callers at the same time one wins and both have it whole. */
async function unpack(): Promise<void> {
  if (existsSync(FOLDER)) return;
  const draft = `${FOLDER}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  const bin = path.resolve(
    path.dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")),
    "../bin",
  );
  const usual = process.env["TMPDIR"];
  process.env["TMPDIR"] = draft; // where the package unpacks to
  try {
    await Promise.all(ARCHIVES.map((archive) => inflate(path.join(bin, archive))));
    if (!existsSync(FOLDER)) renameSync(draft, FOLDER);
  } finally {
    if (usual === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = usual;
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Adds the shipped libraries and fonts only where the system has none of its own. */
function environmentFor(executable: string): NodeJS.ProcessEnv {
  const env = { ...process.env };
  if (!existsSync("/etc/fonts")) env["FONTCONFIG_PATH"] = path.join(FOLDER, "fonts");
  const starts = spawnSync(executable, ["--version"], { stdio: "ignore", env }).status === 0;
  if (!starts) env["LD_LIBRARY_PATH"] = path.join(FOLDER, "al2023", "lib");
  return env;
}
