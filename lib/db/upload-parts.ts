/** Parts of a file that is being uploaded. As the admin who uploads: nobody sees another one's. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";

/** Keeps a part; the same one again changes nothing. Parts the person left lying for a day are removed. */
export async function keepUploadPart(
  tx: Tx,
  part: { uploadId: string; position: number; bytes: Buffer },
): Promise<void> {
  await tx
    .deleteFrom("course_upload_parts")
    .where("created_at", "<", sql<Date>`now() - interval '1 day'`)
    .execute();
  await tx
    .insertInto("course_upload_parts")
    .values({ upload_id: part.uploadId, position: part.position, bytes: part.bytes })
    .onConflict((conflict) => conflict.columns(["upload_id", "position"]).doNothing())
    .execute();
}

/** Yields the parts in their order until one is missing. */
export async function* readUploadParts(tx: Tx, uploadId: string): AsyncGenerator<Buffer> {
  for (let position = 0; ; position++) {
    const row = await tx
      .selectFrom("course_upload_parts")
      .select("bytes")
      .where("upload_id", "=", uploadId)
      .where("position", "=", position)
      .executeTakeFirst();
    if (!row) return;
    yield row.bytes;
  }
}

/** Removes the parts of an upload. */
export async function removeUploadParts(tx: Tx, uploadId: string): Promise<void> {
  await tx.deleteFrom("course_upload_parts").where("upload_id", "=", uploadId).execute();
}
