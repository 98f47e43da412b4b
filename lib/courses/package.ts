/** A SCORM package as an uploaded archive: checked as a whole first, then read file by file. */
import { readManifest, type Manifest } from "#lib/courses/manifest.ts";
import { mediaTypeOf } from "#lib/courses/media-type.ts";
import { MAX_MANIFEST_BYTES, PackageRefusedError } from "#lib/courses/package-error.ts";
import { unzip } from "#lib/courses/unzip.ts";
import type { Archive } from "#lib/courses/zip-directory.ts";

export interface CoursePackage extends Manifest {
  fileCount: number;
  /** Unpacked. */
  byteCount: number;
}

/** A file of a checked package. */
export interface PackageEntry {
  path: string;
  mediaType: string;
  bytes: AsyncIterable<Uint8Array>;
}

const MANIFEST = "imsmanifest.xml";

/** Checks an archive from its first to its last byte and says what it is. Throws PackageRefusedError. */
export async function inspectPackage(archive: Archive): Promise<CoursePackage> {
  const paths = new Set<string>();
  let manifest: Buffer | null = null;
  let byteCount = 0;
  for await (const entry of readPackage(archive)) {
    paths.add(entry.path);
    const kept: Uint8Array[] = [];
    let length = 0;
    for await (const bytes of entry.bytes) {
      length += bytes.length;
      if (entry.path !== MANIFEST) continue;
      if (length > MAX_MANIFEST_BYTES) throw new PackageRefusedError("bad_manifest");
      kept.push(bytes);
    }
    byteCount += length;
    if (entry.path === MANIFEST) manifest = Buffer.concat(kept);
  }
  if (!manifest) throw new PackageRefusedError("no_manifest");
  const read = readManifest(decode(manifest));
  for (const { path } of read.items)
    if (!paths.has(path)) throw new PackageRefusedError("missing_file", path);
  return { ...read, fileCount: paths.size, byteCount };
}

/** Yields the files with their media types. Throws PackageRefusedError. */
export async function* readPackage(archive: Archive): AsyncGenerator<PackageEntry> {
  for await (const { path, bytes } of unzip(archive)) {
    const mediaType = mediaTypeOf(path);
    if (mediaType === null) throw new PackageRefusedError("file_type", path);
    yield { path, mediaType, bytes };
  }
}

/** Authoring tools write UTF-8, with or without a mark, and some UTF-16. */
function decode(bytes: Buffer): string {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const label = isUtf16 ? (bytes[0] === 0xff ? "utf-16le" : "utf-16be") : "utf-8";
  return new TextDecoder(label).decode(bytes);
}
