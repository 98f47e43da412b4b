/** The files of lessons: stored in pieces, read from any byte on. */
import { sql } from "kysely";
import type { Connection, Tx } from "#lib/db/client.ts";
import type { PackageItem } from "#lib/domain/scorm-package.ts";
import type { ScormStandard } from "#lib/domain/scorm-status.ts";

/** As course_file_chunks keeps them. */
const CHUNK_BYTES = 256 * 1024;

export interface StoredFile {
  id: string;
  mediaType: string;
  byteCount: number;
}

export interface StoredPackage {
  id: string;
  standard: ScormStandard;
  title: string;
  items: PackageItem[];
}

/** Adds a package without its files; returns its id. */
export async function addPackage(
  tx: Tx,
  facts: Omit<StoredPackage, "id"> & { fileCount: number; byteCount: number; createdBy: string | null },
): Promise<string> {
  const row = await tx
    .insertInto("course_packages")
    .values({
      standard: facts.standard,
      title: facts.title,
      items: JSON.stringify(facts.items),
      file_count: facts.fileCount,
      byte_count: facts.byteCount,
      created_by: facts.createdBy,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Reads a package; null when there is none. */
export async function findPackage(db: Connection, packageId: string): Promise<StoredPackage | null> {
  const row = await db
    .selectFrom("course_packages")
    .select(["id", "standard", "title", "items"])
    .where("id", "=", packageId)
    .executeTakeFirst();
  if (!row) return null;
  const { standard, items, ...rest } = row;
  // Both were checked when the package came in, the standard by the database as well.
  return {
    ...rest,
    standard: standard as ScormStandard,
    items: items as unknown as PackageItem[],
  };
}

/** What a file is besides its bytes. */
export interface FileFacts {
  packageId: string | null;
  purpose: "package" | "video" | "captions";
  path: string;
  mediaType: string;
  createdBy: string | null;
}

/** Stores a file as its bytes come; returns its id. The caller's transaction decides whether it is there at all. */
export async function storeFile(
  tx: Tx,
  facts: FileFacts,
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ id: string; byteCount: number }> {
  // Bytes name their file, so the row comes first, under an id of its own; its size follows from what came.
  const { id } = await tx
    .insertInto("course_files")
    .values({
      package_id: facts.packageId,
      purpose: facts.purpose,
      path: facts.path,
      media_type: facts.mediaType,
      byte_count: 0,
      created_by: facts.createdBy,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  let position = 0;
  let byteCount = 0;
  for await (const chunk of inChunks(bytes)) {
    byteCount += chunk.length;
    await tx
      .insertInto("course_file_chunks")
      .values({ file_id: id, position: position++, bytes: chunk })
      .execute();
  }
  await tx.updateTable("course_files").set({ byte_count: byteCount }).where("id", "=", id).execute();
  return { id, byteCount };
}

async function* inChunks(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    waiting.push(piece);
    length += piece.length;
    if (length < CHUNK_BYTES) continue;
    const joined = Buffer.concat(waiting);
    let from = 0;
    for (; joined.length - from >= CHUNK_BYTES; from += CHUNK_BYTES)
      yield joined.subarray(from, from + CHUNK_BYTES);
    waiting = [joined.subarray(from)];
    length = joined.length - from;
  }
  if (length > 0) yield Buffer.concat(waiting);
}

/** Finds a file of a package by its path; null when there is none. */
export async function findPackageFile(
  db: Connection,
  packageId: string,
  path: string,
): Promise<StoredFile | null> {
  const row = await selectFile(db)
    .where("package_id", "=", packageId)
    .where("path", "=", path)
    .executeTakeFirst();
  return row ?? null;
}

/** Finds a video or its captions; as a person, null also for one they may not see. */
export async function findMediaFile(db: Connection, fileId: string): Promise<StoredFile | null> {
  const row = await selectFile(db)
    .where("id", "=", fileId)
    .where("purpose", "in", ["video", "captions"])
    .executeTakeFirst();
  return row ?? null;
}

function selectFile(db: Connection) {
  return db
    .selectFrom("course_files")
    .select(["id", "media_type as mediaType", sql<number>`byte_count::float8`.as("byteCount")]);
}

/** Yields the bytes from `start` to `end` (both included). As the web: who may see them was asked before. */
export async function* readFileBytes(
  db: Connection,
  fileId: string,
  start: number,
  end: number,
): AsyncGenerator<Buffer> {
  const last = Math.floor(end / CHUNK_BYTES);
  for (let position = Math.floor(start / CHUNK_BYTES); position <= last; position++) {
    const row = await db
      .selectFrom("course_file_chunks")
      .select("bytes")
      .where("file_id", "=", fileId)
      .where("position", "=", position)
      .executeTakeFirstOrThrow();
    const from = Math.max(0, start - position * CHUNK_BYTES);
    yield row.bytes.subarray(from, end - position * CHUNK_BYTES + 1);
  }
}
