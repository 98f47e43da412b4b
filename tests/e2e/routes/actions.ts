/** The forms that pages send to Next's actions. */
import { readFileSync } from "node:fs";
import path from "node:path";

const MANIFEST = path.resolve(import.meta.dirname, "../../../.next/server/server-reference-manifest.json");
const FORM = { "content-type": "multipart/form-data; boundary=x" };

export interface Action {
  id: string;
  /** Address of a page that has it. */
  page: string;
}

/** Lists every action of the build. */
export function readActions(): Action[] {
  const { node } = JSON.parse(readFileSync(MANIFEST, "utf8")) as {
    node: Record<string, { workers: Record<string, unknown> }>;
  };
  return Object.entries(node).flatMap(([id, { workers }]) =>
    Object.keys(workers).map((page) => ({ id, page: page.replace(/^app|\/page$/g, "") })),
  );
}

/** A form with these fields as a browser sends it, with or without scripts. */
export function formOf(fields: Record<string, string>, headers: Record<string, string> = {}): RequestInit {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return { method: "POST", headers: { ...FORM, ...headers }, body: `${parts.join("")}--x--\r\n` };
}
