/** Students who rest longer than is usual at their partner get a friendly word, once a week at most. */
import { sql } from "kysely";
import { asItself, type Tx } from "#lib/db/client.ts";
import { findEnrollmentRecipient, findStepFacts } from "#lib/db/enrollments.ts";
import { findIdleLearners, type IdleLearner } from "#lib/db/notifications.ts";
import { idleDays, isStuck, NUDGE_EVERY_DAYS } from "#lib/domain/stuck.ts";
import { queueMail } from "#lib/automation/queue-mail.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { logInfo } from "#lib/logger.ts";

/** Students looked at in one tick; the next one goes on. */
const LOOKED_AT_ONCE = 1_000;

type NudgeDeps = Pick<WorkerDeps, "db" | "queue" | "descriptors" | "appUrl" | "schoolName" | "supportEmail">;

/**
 * Reminds every student who is stuck by their partner's own limit and could go on by themselves. Whoever waits for a
 * partner, for the school or for us is left alone, and so is whoever was reminded within a week. Two at once remind once.
 */
export async function nudgeStuckStudents(deps: NudgeDeps): Promise<void> {
  const count = await asItself(deps.db, (tx) => nudge(tx, deps));
  if (count > 0) logInfo("[nudgeStuckStudents]", { count });
}

async function nudge(tx: Tx, deps: NudgeDeps): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended('nudge stuck students', 0))`.execute(tx);
  const limits = Object.fromEntries(
    deps.descriptors.map(({ slug, stuckAfterHours }) => [slug, stuckAfterHours]),
  );
  const now = await databaseTime(tx);
  const idle = await findIdleLearners(tx, { limits, quietDays: NUDGE_EVERY_DAYS, limit: LOOKED_AT_ONCE });
  const stuck = idle.filter((learner) => isStuck(learner, limits, now));
  for (const learner of stuck) await remind(tx, deps, learner, now);
  return stuck.length;
}

async function databaseTime(tx: Tx): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(tx);
  return rows[0]!.now;
}

async function remind(tx: Tx, deps: NudgeDeps, learner: IdleLearner, now: Date): Promise<void> {
  const recipient = await findEnrollmentRecipient(tx, learner.enrollmentId);
  const facts = await findStepFacts(tx, learner.stepId);
  if (!recipient || !facts) return;
  await queueMail(tx, deps, {
    recipient,
    template: "stuck-nudge",
    // The same rest is told again a week later: the day makes it another reminder.
    subjectKey: `${learner.partnerEnrollmentId}:${now.toISOString().slice(0, 10)}`,
    data: { programTitle: recipient.title, ...facts, days: idleDays(learner.idleSince, now) },
  });
}
