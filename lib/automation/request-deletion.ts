/** A person asks to be forgotten, may change their mind for 14 days, and then is. */
import { asItself, type Database, type Tx } from "#lib/db/client.ts";
import {
  cancelRequest,
  erasePerson,
  listBlockedButCanceled,
  listDueRequests,
  openRequest,
  type DeletionRequest,
} from "#lib/db/deletion-requests.ts";
import { openFailure, resolveFailures } from "#lib/db/failures.ts";
import { failureAbout } from "#lib/automation/failure-subject.ts";
import { queuePageMail, type MailSchool } from "#lib/automation/queue-page-mail.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { logInfo } from "#lib/logger.ts";

/** Whose request it is, and how to write to them. */
export interface Requester {
  id: string;
  email: string;
  name: string;
}

/** Opens the request and writes to the person, in one commit. Null when one is open already. */
export function requestDeletion(
  deps: { db: Database; school: MailSchool },
  person: Requester,
): Promise<DeletionRequest | null> {
  return asItself(deps.db, async (tx) => {
    const request = await openRequest(tx, person.id);
    if (!request) return null;
    await queuePageMail(tx, deps.school, {
      ...addressOf(person),
      template: "deletion-requested",
      subjectKey: request.id,
      data: { ...nameOf(person), dueOn: request.dueAt.toISOString().slice(0, 10) },
    });
    return request;
  });
}

/** Cancels the open request and writes to the person, in one commit. False when it is too late, or there is none. */
export function cancelDeletion(
  deps: { db: Database; school: MailSchool },
  person: Requester,
): Promise<boolean> {
  return asItself(deps.db, async (tx) => {
    const request = await cancelRequest(tx, person.id);
    if (!request) return false;
    await queuePageMail(tx, deps.school, {
      ...addressOf(person),
      template: "deletion-canceled",
      subjectKey: request.id,
      data: nameOf(person),
    });
    return true;
  });
}

/** People erased in one tick; the next one goes on. */
const ERASED_AT_ONCE = 100;

/**
 * Carries out what is due, each person in a commit of their own. Whoever is in training again keeps their account: that
 * is an open failure until the program is over or the request is canceled.
 */
export async function eraseDuePeople(deps: Pick<WorkerDeps, "db">): Promise<void> {
  const canceled = await listBlockedButCanceled(deps.db.kysely);
  await asItself(deps.db, (tx) =>
    resolveFailures(
      tx,
      canceled.map((id) => failureAbout("deletion", id)),
      "the request was canceled",
    ),
  );
  for (const request of await listDueRequests(deps.db.kysely, ERASED_AT_ONCE)) {
    const outcome = await asItself(deps.db, (tx) => erase(tx, request));
    logInfo("[eraseDuePeople]", { outcome, requestId: request.id });
  }
}

async function erase(tx: Tx, { id, studentId }: { id: string; studentId: string }): Promise<string> {
  const outcome = await erasePerson(tx, id);
  const subject = failureAbout("deletion", id);
  if (outcome === "done") await resolveFailures(tx, subject, "the data was deleted");
  if (outcome === "in training")
    await openFailure(tx, {
      subject,
      reason: "deletion_blocked",
      owner: "admin",
      message: "The person asked to be deleted and is in a program, or a payment of theirs is on its way.",
      retryInSeconds: 3600,
      studentId,
    });
  return outcome;
}

function addressOf({ id, email }: Requester): { studentId: string; to: string } {
  return { studentId: id, to: email };
}

function nameOf({ name }: Requester): { name?: string } {
  return name.trim() === "" ? {} : { name };
}
