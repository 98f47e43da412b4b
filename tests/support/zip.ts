/** Archives for tests, honest and hostile. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { strToU8, zipSync, type Zippable } from "fflate";
import type { Archive } from "#lib/courses/zip-directory.ts";

/** Packs files into an archive; texts become UTF-8. */
export function zipOf(files: Record<string, string | Uint8Array>): Buffer {
  const entries = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === "string" ? strToU8(content) : content,
  ]);
  return Buffer.from(zipSync(Object.fromEntries(entries) as Zippable, { level: 9 }));
}

/** An archive in memory, read as one on disk is. */
export function archiveOf(bytes: Uint8Array): Archive {
  const buffer = Buffer.from(bytes);
  return {
    size: buffer.length,
    read: (offset, length) =>
      Promise.resolve(buffer.subarray(Math.max(0, offset), Math.max(0, offset + length))),
  };
}

/** A package made by other people's software; see tests/fixtures/scorm. */
export function packagerZip(standard: "1.2" | "2004"): Buffer {
  return readFileSync(path.resolve(import.meta.dirname, `../fixtures/scorm/packager-${standard}.zip`));
}

/** The smallest manifest that launches `href`. */
export function manifestOf(href: string, inItem = "", version = "1.2"): string {
  return `<?xml version="1.0"?>
    <manifest identifier="m"><metadata><schema>ADL SCORM</schema><schemaversion>${version}</schemaversion></metadata>
      <organizations default="o"><organization identifier="o"><title>Course</title>
        <item identifier="i" identifierref="r"><title>Page</title>${inItem}</item></organization></organizations>
      <resources><resource identifier="r" type="webcontent" scormtype="sco" href="${href}"/></resources></manifest>`;
}
