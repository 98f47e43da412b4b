/** Unpacks an archive piece by piece: nothing is ever held whole, and every limit is checked while bytes come. */
import { Readable } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import { readEntryPath } from "#lib/courses/entry-path.ts";
import {
  MAX_PACKAGE_BYTES,
  MAX_RATIO,
  MAX_UNPACKED_BYTES,
  PackageRefusedError,
  RATIO_MATTERS_FROM_BYTES,
} from "#lib/courses/package-error.ts";
import { readZipDirectory, type Archive, type ZipEntry } from "#lib/courses/zip-directory.ts";

/** One file of an archive; `bytes` may be read once, before the next file is asked for. */
export interface UnpackedFile {
  path: string;
  bytes: AsyncIterable<Uint8Array>;
}

const LOCAL_HEADER_SIGNATURE = 0x04034b50;
const LOCAL_HEADER_BYTES = 30;
const READ_BYTES = 256 * 1024;

/**
 * Yields the files of an archive; folders and litter of operating systems are left out. Every file must be read to its
 * end. Throws PackageRefusedError as soon as a limit is broken, a name is unsafe or bytes are damaged.
 */
export async function* unzip(archive: Archive): AsyncGenerator<UnpackedFile> {
  if (archive.size > MAX_PACKAGE_BYTES) throw new PackageRefusedError("too_large");
  const entries = await readZipDirectory(archive);
  const paths = new Set<string>();
  const total = { unpacked: 0 };
  for (const entry of entries) {
    const path = readEntryPath(entry.name);
    if (path === null) continue;
    if (paths.has(path)) throw new PackageRefusedError("twice", path);
    paths.add(path);
    yield { path, bytes: unpack(archive, entry, total) };
  }
}

/** The directory's sizes are only claims: what really comes is counted. */
async function* unpack(
  archive: Archive,
  entry: ZipEntry,
  total: { unpacked: number },
): AsyncGenerator<Uint8Array> {
  let crc = 0;
  let length = 0;
  try {
    for await (const bytes of await openEntry(archive, entry)) {
      length += bytes.length;
      total.unpacked += bytes.length;
      requireReasonable(archive, entry, length, total.unpacked);
      crc = crc32(bytes, crc);
      yield bytes;
    }
  } catch (error) {
    if (error instanceof PackageRefusedError) throw error;
    throw new PackageRefusedError("not_a_zip", entry.name, error);
  }
  if (length !== entry.unpackedBytes || crc !== entry.crc)
    throw new PackageRefusedError("not_a_zip", entry.name);
}

function requireReasonable(archive: Archive, entry: ZipEntry, length: number, unpacked: number): void {
  if (unpacked > MAX_UNPACKED_BYTES) throw new PackageRefusedError("too_large");
  const isBomb = unpacked > RATIO_MATTERS_FROM_BYTES && unpacked > archive.size * MAX_RATIO;
  if (isBomb || length > entry.unpackedBytes) throw new PackageRefusedError("bomb");
}

async function openEntry(archive: Archive, entry: ZipEntry): Promise<AsyncIterable<Uint8Array>> {
  const header = await archive.read(entry.offset, LOCAL_HEADER_BYTES);
  if (header.length < LOCAL_HEADER_BYTES || header.readUInt32LE(0) !== LOCAL_HEADER_SIGNATURE)
    throw new PackageRefusedError("not_a_zip", entry.name);
  const start = entry.offset + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = readPart(archive, start, entry.packedBytes);
  if (entry.method === "stored") return packed;
  const source = Readable.from(packed, { objectMode: false });
  const inflate = createInflateRaw();
  source.once("error", (error) => inflate.destroy(error));
  inflate.once("close", () => source.destroy());
  return source.pipe(inflate);
}

async function* readPart(archive: Archive, start: number, length: number): AsyncGenerator<Buffer> {
  for (let done = 0; done < length; done += READ_BYTES)
    yield await archive.read(start + done, Math.min(READ_BYTES, length - done));
}
