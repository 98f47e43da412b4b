/** An admin declines an application, or merges it into another one of the same person. */
import { z } from "zod";
import { asUser, type Database, type Tx } from "#lib/db/client.ts";
import { decideApplication, lockApplications, type ApplicationToDecide } from "#lib/db/applications.ts";
import { addMail } from "#lib/db/mails.ts";
import { readApplication } from "#lib/db/reads/applications.ts";
import { isApplicationOpen, mayMerge } from "#lib/domain/application.ts";
import type { Claims } from "#lib/domain/claims.ts";
import type { InboxOutcome } from "#lib/inbox/events.ts";
import { queueMail } from "#lib/automation/queue-mail.ts";
import { storeAct } from "#lib/automation/store-act.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";

/** Longest note an admin may leave, in characters. */
export const DECISION_NOTE_MAX_LENGTH = 500;

/** `application.decide` in the inbox: the record of who decided, and why. */
export const decideAct = z.object({
  applicationId: z.uuid(),
  decision: z.enum(["decline", "merge"]),
  /** The application that stays, for a merge. */
  into: z.uuid().nullable(),
  note: z.string().max(DECISION_NOTE_MAX_LENGTH),
  actor: z.string().max(100),
});

/** The person is no admin, or there is no such application: one answer for both. */
export class ApplicationNotFoundError extends Error {
  override readonly name = "ApplicationNotFoundError";
}

/**
 * Asks the worker to decline or merge an application. Throws ApplicationNotFoundError for anybody but an admin. The same
 * decision twice is one.
 */
export async function requestDecision(
  deps: { db: Database },
  request: {
    claims: Claims;
    applicationId: string;
    decision: "decline" | "merge";
    into: string | null;
    note: string;
  },
): Promise<void> {
  const { claims, applicationId, decision, into } = request;
  const found = await asUser(deps.db, claims, (tx) => readApplication(tx, applicationId));
  if (!found) throw new ApplicationNotFoundError("no such application");
  await storeAct(deps, {
    eventId: `application:${applicationId}:${decision}${into ? `:${into}` : ""}`,
    eventType: "application.decide",
    body: {
      applicationId,
      decision,
      into,
      note: request.note.trim().slice(0, DECISION_NOTE_MAX_LENGTH),
      actor: `user:${claims.sub}`,
    },
  });
}

/** Carries a decision out; one that came too late, or would give a student's application to somebody else, is left alone. */
export async function decide(
  tx: Tx,
  deps: WorkerDeps,
  act: z.output<typeof decideAct>,
): Promise<InboxOutcome> {
  const ids = act.into ? [act.applicationId, act.into] : [act.applicationId];
  const locked = await lockApplications(tx, ids);
  const application = locked.find(({ id }) => id === act.applicationId);
  if (!application || !isApplicationOpen(application.status)) return "ignored";
  if (act.decision === "decline") return decline(tx, deps, application, act);
  const other = locked.find(({ id }) => id === act.into);
  if (!other || !mayMerge(application, other)) return "ignored";
  await decideApplication(tx, application.id, { status: "duplicate", duplicateOf: other.id }, act);
  return "applied";
}

async function decline(
  tx: Tx,
  deps: WorkerDeps,
  application: ApplicationToDecide,
  act: z.output<typeof decideAct>,
): Promise<InboxOutcome> {
  const { id, publicId, studentId, email, fullName, programTitle, language } = application;
  await decideApplication(tx, id, { status: "declined" }, act);
  const data = { programTitle, publicId };
  if (studentId)
    await queueMail(tx, deps, {
      recipient: { studentId, email, name: fullName },
      template: "application-declined",
      subjectKey: id,
      data,
    });
  else await writeToStranger(tx, deps, email, id, language === null ? data : { ...data, language });
  return "applied";
}

/** Without an account there is nobody to tell in the app. */
async function writeToStranger(
  tx: Tx,
  deps: WorkerDeps,
  to: string,
  subjectKey: string,
  data: object,
): Promise<void> {
  const { appUrl, schoolName, supportEmail } = deps;
  const mailId = await addMail(tx, {
    studentId: null,
    to,
    template: "application-declined",
    subjectKey,
    data: { ...data, appUrl, schoolName, ...(supportEmail === null ? {} : { supportEmail }) },
  });
  if (mailId) await deps.queue.enqueue(tx, "send-mail", [{ data: { mailId }, key: mailId }]);
}
