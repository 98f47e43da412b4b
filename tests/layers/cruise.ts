/** Reads the imports of a source tree and finds those that break a layer rule. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { cruise } from "dependency-cruiser";
import type { ICruiseResult, IModule } from "dependency-cruiser";
import configuration from "../../.dependency-cruiser.mjs";

export interface Violation {
  rule: string;
  /** The sentence for whoever broke it. */
  comment: string;
  from: string;
  to: string;
}

export interface Layers {
  /** Files that were read. */
  files: number;
  violations: Violation[];
}

/** The one rule that goes by the text of a file. */
const BROWSER = {
  name: "browser-imports-domain-only",
  comment: "Code that is sent to browsers may import lib/domain only: everything else is the server's.",
};

/** Reads the top folders `rooms` below `baseDir`. Paths are relative to `baseDir`. */
export async function readLayers(baseDir: string, rooms: readonly string[]): Promise<Layers> {
  const { options, forbidden } = configuration;
  const { output } = await cruise([...rooms], {
    ...options,
    baseDir,
    validate: true,
    ruleSet: { forbidden },
  } as Parameters<typeof cruise>[1]);
  const { summary, modules } = output as ICruiseResult;
  const comments = new Map(forbidden.map((rule) => [rule.name, rule.comment]));
  const broken = summary.violations.map(({ rule, from, to }) => ({
    rule: rule.name,
    comment: comments.get(rule.name) ?? "",
    from,
    to,
  }));
  const ours = modules.filter((module) => rooms.some((room) => module.source.startsWith(`${room}/`)));
  return { files: ours.length, violations: [...broken, ...inTheBrowser(baseDir, ours)] };
}

/** What runs in a browser says so in its first line, which a rule about paths cannot see. */
function inTheBrowser(baseDir: string, modules: IModule[]): Violation[] {
  return modules
    .filter(({ source }) => readFileSync(path.join(baseDir, source), "utf8").startsWith('"use client"'))
    .flatMap(({ source, dependencies }) =>
      dependencies
        .filter(({ resolved }) => /^(lib\/(?!domain\/)|server|worker|cli|sandbox)/.test(resolved))
        .map(({ resolved }) => ({
          rule: BROWSER.name,
          comment: BROWSER.comment,
          from: source,
          to: resolved,
        })),
    );
}
