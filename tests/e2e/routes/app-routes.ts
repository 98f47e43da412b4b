/** What the file system says is there: every page and every method of every route below `app/`. */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";

const APP = path.resolve(import.meta.dirname, "../../../app");
const METHOD = /^export (?:async function|const) (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/gm;

/** Lists them as `METHOD /path/[parameter]`, sorted. */
export function appRoutes(): string[] {
  return globSync("**/{page.tsx,route.ts}", { cwd: APP })
    .flatMap((file) => methodsOf(file).map((method) => `${method} ${addressOf(file)}`))
    .toSorted();
}

function methodsOf(file: string): string[] {
  if (path.basename(file) === "page.tsx") return ["GET"];
  const source = readFileSync(path.join(APP, file), "utf8");
  return [...source.matchAll(METHOD)].map(([, method = ""]) => method);
}

/** Folders in round brackets only group files. */
function addressOf(file: string): string {
  const folders = path.dirname(file).split(path.sep);
  return `/${folders.filter((folder) => folder !== "." && !/^\(.*\)$/.test(folder)).join("/")}`;
}
