/** A student asks to take a step at another partner, or takes that back. */
import { sql } from "kysely";
import { asUser, type Database } from "#lib/db/client.ts";
import { previewSwitch, StepNotFoundError } from "#lib/automation/preview-switch.ts";
import { storeAct } from "#lib/automation/store-act.ts";
import type { Claims } from "#lib/domain/claims.ts";
import type { SwitchRefusal } from "#lib/domain/switch-plan.ts";

/** Why a step may not be switched; nothing was written. */
export class SwitchRefusedError extends Error {
  override readonly name = "SwitchRefusedError";
  readonly reason: SwitchRefusal;

  constructor(reason: SwitchRefusal) {
    super(`this step cannot be switched: ${reason}`);
    this.reason = reason;
  }
}

/**
 * Asks the worker to switch a step of one's own; `token` stands for what the student was shown. Throws StepNotFoundError,
 * or SwitchRefusedError (`changed` when something differs from what was shown). The worker decides again.
 * Asking twice within a minute asks once.
 */
export async function requestSwitch(
  deps: { db: Database },
  request: { claims: Claims; stepId: string; optionId: string; token: string },
): Promise<void> {
  const { claims, stepId, optionId, token } = request;
  const { previews } = await previewSwitch(deps, { claims, stepId });
  const preview = previews.find((each) => each.optionId === optionId);
  if (!preview) throw new SwitchRefusedError("unknown_option");
  if ("reason" in preview) throw new SwitchRefusedError(preview.reason);
  if (preview.token !== token) throw new SwitchRefusedError("changed");
  await storeAct(deps, {
    eventId: `partner-switch:${stepId}:${token}:${await minuteOf(deps.db, claims)}`,
    eventType: "partner.switch",
    body: { stepId, optionId, token, studentId: claims.sub },
  });
}

/**
 * Takes a wish of one's own back while the old partner was not asked to end its course, or said no. Throws
 * StepNotFoundError when there is no such wish; too late for it, nothing happens. A second call changes nothing.
 */
export async function withdrawSwitch(
  deps: { db: Database },
  { claims, switchId }: { claims: Claims; switchId: string },
): Promise<void> {
  const own = await asUser(deps.db, claims, (tx) =>
    tx
      .selectFrom("partner_switches")
      .select("id")
      .where("id", "=", switchId)
      .where("student_id", "=", claims.sub)
      .executeTakeFirst(),
  );
  if (!own) throw new StepNotFoundError("no such switch");
  await storeAct(deps, {
    eventId: `partner-switch-withdrawn:${switchId}:${await minuteOf(deps.db, claims)}`,
    eventType: "partner.switch-withdrawn",
    body: { switchId, studentId: claims.sub },
  });
}

/** By the database's clock. */
function minuteOf(db: Database, claims: Claims): Promise<string> {
  return asUser(db, claims, async (tx) => {
    const { rows } = await sql<{ minute: string }>`
      select floor(extract(epoch from now()) / 60)::text as minute`.execute(tx);
    return rows[0]!.minute;
  });
}
