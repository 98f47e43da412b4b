/** Videos and captions on their way to a browser. */
import { Readable } from "node:stream";
import { asUser, type Database } from "#lib/db/client.ts";
import { findMediaFile, readFileBytes } from "#lib/db/course-files.ts";
import type { Claims } from "#lib/domain/claims.ts";
import { readRange } from "#lib/domain/byte-range.ts";

/** An answer to a request for a file; `body` is null where there is nothing to send. */
export interface MediaAnswer {
  status: number;
  headers: Record<string, string>;
  body: ReadableStream<Uint8Array> | null;
}

/** Browsers ask for a video piece by piece; each piece is looked up anew, so this is how long a refund takes to reach it. */
const CACHE = "private, max-age=60";

/** Opens a file for a person from the byte their browser asks for (a Range header, or null); null when they may not see it. */
export async function openMediaFile(
  db: Database,
  claims: Claims,
  fileId: string,
  rangeHeader: string | null,
): Promise<MediaAnswer | null> {
  const file = await asUser(db, claims, (tx) => findMediaFile(tx, fileId));
  if (!file) return null;
  const range = readRange(rangeHeader, file.byteCount);
  const headers = { "Content-Type": file.mediaType, "Accept-Ranges": "bytes", "Cache-Control": CACHE };
  if (range.kind === "outside")
    return { status: 416, headers: { ...headers, "Content-Range": `bytes */${file.byteCount}` }, body: null };
  const [start, end] = range.kind === "part" ? [range.start, range.end] : [0, file.byteCount - 1];
  const bytes = Readable.from(readFileBytes(db.kysely, file.id, start, end), { objectMode: false });
  return {
    status: range.kind === "part" ? 206 : 200,
    headers: {
      ...headers,
      "Content-Length": String(end - start + 1),
      ...(range.kind === "part" ? { "Content-Range": `bytes ${start}-${end}/${file.byteCount}` } : {}),
    },
    body: Readable.toWeb(bytes) as ReadableStream<Uint8Array>,
  };
}
