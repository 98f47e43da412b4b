/**
 * Reads the directory at the end of a ZIP archive: what is in it and where. The directory is what every unpacker goes by;
 * reading entries as they come instead would mistake file content for headers in archives written as a stream.
 * Source: APPNOTE.TXT 6.3.10, sections 4.3.12 and 4.3.16.
 */
import { MAX_ENTRIES, PackageRefusedError } from "#lib/courses/package-error.ts";

/** Any part of the archive, read when it is asked for. */
export interface Archive {
  size: number;
  /** Exactly `length` bytes from `offset`; fewer only at the end of the archive. */
  read(offset: number, length: number): Promise<Buffer>;
}

/** One entry as the directory describes it: untrusted. */
export interface ZipEntry {
  name: string;
  method: "stored" | "deflated";
  packedBytes: number;
  unpackedBytes: number;
  crc: number;
  /** Of its local header. */
  offset: number;
}

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const MAX_COMMENT_BYTES = 0xffff;
const MAX_DIRECTORY_BYTES = 8 * 1024 * 1024;
const ENCRYPTED = 0x0001;
const UTF8_NAME = 0x0800;
const METHODS: Readonly<Record<number, ZipEntry["method"]>> = { 0: "stored", 8: "deflated" };

/** Lists the entries, folders included. Throws PackageRefusedError. */
export async function readZipDirectory(archive: Archive): Promise<ZipEntry[]> {
  const end = await findEnd(archive);
  const count = end.readUInt16LE(10);
  const bytes = end.readUInt32LE(12);
  if (count > MAX_ENTRIES) throw new PackageRefusedError("too_many_files");
  if (bytes > MAX_DIRECTORY_BYTES) throw new PackageRefusedError("not_a_zip");
  const directory = await archive.read(end.readUInt32LE(16), bytes);
  if (directory.length < bytes || count === 0) throw new PackageRefusedError("not_a_zip");
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count; at += entryLength(directory, at))
    entries.push(readEntry(directory, at));
  return entries;
}

/** The end record is last, with at most a comment after it. */
async function findEnd(archive: Archive): Promise<Buffer> {
  const length = Math.min(archive.size, END_BYTES + MAX_COMMENT_BYTES);
  const tail = await archive.read(archive.size - length, length);
  for (let at = tail.length - END_BYTES; at >= 0; at--)
    if (tail.readUInt32LE(at) === END_SIGNATURE) return tail.subarray(at);
  throw new PackageRefusedError("not_a_zip");
}

function entryLength(directory: Buffer, at: number): number {
  const variable = directory.readUInt16LE(at + 28) + directory.readUInt16LE(at + 30);
  return ENTRY_BYTES + variable + directory.readUInt16LE(at + 32);
}

function readEntry(directory: Buffer, at: number): ZipEntry {
  const isThere = at + ENTRY_BYTES <= directory.length && directory.readUInt32LE(at) === ENTRY_SIGNATURE;
  if (!isThere || at + entryLength(directory, at) > directory.length)
    throw new PackageRefusedError("not_a_zip");
  const flags = directory.readUInt16LE(at + 8);
  const nameEnd = at + ENTRY_BYTES + directory.readUInt16LE(at + 28);
  const name = directory.toString(flags & UTF8_NAME ? "utf8" : "latin1", at + ENTRY_BYTES, nameEnd);
  if (flags & ENCRYPTED) throw new PackageRefusedError("encrypted", name);
  const method = METHODS[directory.readUInt16LE(at + 10)];
  if (!method) throw new PackageRefusedError("compression", name);
  return {
    name,
    method,
    crc: directory.readUInt32LE(at + 16),
    packedBytes: directory.readUInt32LE(at + 20),
    unpackedBytes: directory.readUInt32LE(at + 24),
    offset: directory.readUInt32LE(at + 42),
  };
}
