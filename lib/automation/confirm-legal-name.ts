/** A person says how certificates shall name them; what waited for it is issued. */
import { z } from "zod";
import { asItself, type Database, type Tx } from "#lib/db/client.ts";
import { confirmLegalName, findEnrollmentsWithoutCertificate, lockName } from "#lib/db/profiles.ts";
import type { Claims } from "#lib/domain/claims.ts";
import { readLegalName } from "#lib/domain/legal-name.ts";
import { storeInboxEvent, wakeRelay, type InboxOutcome } from "#lib/inbox/events.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";

/** What was typed is no name. */
export class NameRefusedError extends Error {
  override readonly name = "NameRefusedError";
}

/** `name.confirmed` in the inbox. The name itself stays out of it. */
export const nameConfirmedAct = z.object({ studentId: z.uuid(), actor: z.string().max(100) });

/**
 * Keeps the name and asks the worker for the certificates that waited for it: one commit. Throws NameRefusedError for
 * what cannot be a name. Confirming again is a new confirmation; certificates that were issued stay as they are.
 */
export async function confirmName(
  deps: { db: Database },
  request: { claims: Claims; name: unknown },
): Promise<void> {
  const name = readLegalName(request.name);
  if (name === null) throw new NameRefusedError("no name");
  const studentId = request.claims.sub;
  await asItself(deps.db, async (tx) => {
    await lockName(tx, studentId);
    if (!(await confirmLegalName(tx, studentId, name))) throw new NameRefusedError("no profile");
    await storeInboxEvent(tx, {
      source: "baton",
      eventId: `name:${studentId}:${crypto.randomUUID()}`,
      eventType: "name.confirmed",
      body: JSON.stringify({ studentId, actor: `user:${studentId}` }),
    });
    await wakeRelay(tx);
  });
}

/** Queues the certificates that waited for this person's name. */
export async function issueWhatWaited(
  tx: Tx,
  deps: Pick<WorkerDeps, "queue">,
  { studentId }: z.output<typeof nameConfirmedAct>,
): Promise<InboxOutcome> {
  const waiting = await findEnrollmentsWithoutCertificate(tx, studentId);
  await deps.queue.enqueue(
    tx,
    "issue-certificate",
    // Under a key of its own: the job that asked for the name may still be ending, and would swallow this one.
    waiting.map((enrollmentId) => ({ data: { enrollmentId }, key: `${enrollmentId}:named` })),
  );
  return waiting.length > 0 ? "applied" : "ignored";
}
