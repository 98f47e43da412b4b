/** Taking in what an author uploads: a package, a video, captions. Nothing is kept of what is refused. */
import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, rm, type FileHandle } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { asUser, type Database, type Tx } from "#lib/db/client.ts";
import { addPackage, storeFile } from "#lib/db/course-files.ts";
import { findViewer } from "#lib/db/reads/viewer.ts";
import { keepUploadPart, readUploadParts, removeUploadParts } from "#lib/db/upload-parts.ts";
import type { Claims } from "#lib/domain/claims.ts";
import { mediaTypeOf, sniffVideo } from "#lib/courses/media-type.ts";
import { inspectPackage, readPackage } from "#lib/courses/package.ts";
import { MAX_PACKAGE_BYTES } from "#lib/courses/package-error.ts";
import type { Archive } from "#lib/courses/zip-directory.ts";

/** Why an upload was not taken; the message is for the author. Packages say it with PackageRefusedError. */
export class UploadRefusedError extends Error {
  override readonly name = "UploadRefusedError";
  readonly code: keyof typeof REFUSALS;
  readonly status: number;

  constructor(code: keyof typeof REFUSALS) {
    super(REFUSALS[code].message);
    this.code = code;
    this.status = REFUSALS[code].status;
  }
}

const REFUSALS = {
  not_allowed: { status: 404, message: "There is nothing to upload here." },
  too_large: { status: 413, message: "The file is too large: at most 300 MB, captions 1 MB." },
  incomplete: { status: 409, message: "Not all of the file arrived. Please upload it again." },
  not_a_video: { status: 400, message: "This is neither an MP4 nor a WebM video." },
  not_captions: { status: 400, message: "Captions are a WebVTT file: its first line is WEBVTT." },
} as const;

export const UPLOAD_PURPOSES = ["package", "video", "captions"] as const;
export type UploadPurpose = (typeof UPLOAD_PURPOSES)[number];

const MAX_BYTES: Record<UploadPurpose, number> = {
  package: MAX_PACKAGE_BYTES,
  video: MAX_PACKAGE_BYTES,
  captions: 1024 * 1024,
};

export interface Uploaded {
  id: string;
  /** Of a package; else the name of the file. */
  title: string;
  /** Pages of a package that can be launched. */
  items: number;
}

/** Most bytes of one part; the last one may be shorter. */
export const MAX_PART_BYTES = 4 * 1024 * 1024;

/** Keeps one part of a file that is being uploaded. The same one again changes nothing. Throws UploadRefusedError. */
export async function receiveUploadPart(
  db: Database,
  claims: Claims,
  part: { uploadId: string; position: number; bytes: Buffer },
): Promise<void> {
  await requireAdmin(db, claims);
  if (part.bytes.length > MAX_PART_BYTES) throw new UploadRefusedError("too_large");
  if (part.bytes.length === 0) throw new UploadRefusedError("incomplete");
  await asUser(db, claims, (tx) => keepUploadPart(tx, part));
}

/**
 * Puts the parts of a file together, checks it and stores it. `size` is how long it must be. Throws UploadRefusedError or
 * PackageRefusedError; then nothing is stored. Its parts are gone afterwards, either way.
 */
export async function finishUpload(
  db: Database,
  claims: Claims,
  upload: { uploadId: string; purpose: UploadPurpose; name: string; size: number },
): Promise<Uploaded> {
  await requireAdmin(db, claims);
  if (upload.size > MAX_BYTES[upload.purpose]) throw new UploadRefusedError("too_large");
  try {
    return await asUser(db, claims, (tx) =>
      withTemporaryFile(readUploadParts(tx, upload.uploadId), upload.size, (file) =>
        store(tx, claims.sub, upload, file),
      ),
    );
  } finally {
    await asUser(db, claims, (tx) => removeUploadParts(tx, upload.uploadId));
  }
}

async function requireAdmin(db: Database, claims: Claims): Promise<void> {
  const viewer = await asUser(db, claims, findViewer);
  if (!viewer?.isAdmin) throw new UploadRefusedError("not_allowed");
}

/** Checks a package and stores it with its files; returns what it is. Throws PackageRefusedError. */
export async function storePackage(tx: Tx, archive: Archive, createdBy: string | null): Promise<Uploaded> {
  const { items, title, ...facts } = await inspectPackage(archive);
  const id = await addPackage(tx, { ...facts, title, items, createdBy });
  for await (const { path: entry, mediaType, bytes } of readPackage(archive))
    await storeFile(tx, { packageId: id, purpose: "package", path: entry, mediaType, createdBy }, bytes);
  return { id, title, items: items.length };
}

interface TemporaryFile {
  path: string;
  handle: FileHandle;
  size: number;
}

async function store(
  tx: Tx,
  actor: string,
  upload: { purpose: UploadPurpose; name: string },
  file: TemporaryFile,
): Promise<Uploaded> {
  if (upload.purpose === "package") return storePackage(tx, archiveOf(file), actor);
  const head = await readPart(file, 0, 64);
  const mediaType = upload.purpose === "video" ? sniffVideo(head) : captionsType(head);
  if (!mediaType) throw new UploadRefusedError(upload.purpose === "video" ? "not_a_video" : "not_captions");
  const name = path.basename(upload.name).slice(0, 200) || upload.purpose;
  const facts = { packageId: null, purpose: upload.purpose, path: name, mediaType, createdBy: actor };
  const { id } = await storeFile(tx, facts, createReadStream(file.path));
  return { id, title: name, items: 0 };
}

function captionsType(head: Buffer): string | null {
  return /^\uFEFF?WEBVTT(\s|$)/.test(head.toString("utf8")) ? mediaTypeOf("captions.vtt") : null;
}

/** An archive is read from its end, so it must be whole before anything is read. */
async function withTemporaryFile<T>(
  parts: AsyncIterable<Uint8Array>,
  size: number,
  work: (file: TemporaryFile) => Promise<T>,
): Promise<T> {
  const name = path.join(os.tmpdir(), `baton-upload-${randomUUID()}`);
  const handle = await open(name, "wx+", 0o600);
  try {
    let written = 0;
    for await (const bytes of parts) written += (await handle.write(bytes)).bytesWritten;
    if (written !== size || size === 0) throw new UploadRefusedError("incomplete");
    return await work({ path: name, handle, size });
  } finally {
    await handle.close();
    await rm(name, { force: true });
  }
}

function archiveOf(file: TemporaryFile): Archive {
  return { size: file.size, read: (offset, length) => readPart(file, offset, length) };
}

async function readPart({ handle }: TemporaryFile, offset: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}
