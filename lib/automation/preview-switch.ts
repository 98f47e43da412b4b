/** What a student may choose instead of the partner of one step, and what each choice would mean. */
import { createHash } from "node:crypto";
import { asUser, type Database, type Tx } from "#lib/db/client.ts";
import { readSwitchFacts } from "#lib/db/switch-facts.ts";
import type { Claims } from "#lib/domain/claims.ts";
import {
  describePlan,
  planSwitch,
  type SwitchFacts,
  type SwitchPlan,
  type SwitchRefusal,
} from "#lib/domain/switch-plan.ts";

/** The person has no such step: the same answer for somebody else's. */
export class StepNotFoundError extends Error {
  override readonly name = "StepNotFoundError";
}

/** One other partner, with what a switch to it would do, or why it is not possible. */
export type SwitchPreview =
  | { optionId: string; plan: SwitchPlan; token: string }
  | { optionId: string; reason: SwitchRefusal };

export interface SwitchPreviews {
  facts: SwitchFacts;
  previews: SwitchPreview[];
}

/** Shows every other option of one's own step. Nothing is written. Throws StepNotFoundError. */
export async function previewSwitch(
  deps: { db: Database },
  { claims, stepId }: { claims: Claims; stepId: string },
): Promise<SwitchPreviews> {
  return asUser(deps.db, claims, (tx) => readPreviews(tx, claims.sub, stepId));
}

async function readPreviews(tx: Tx, studentId: string, stepId: string): Promise<SwitchPreviews> {
  const facts = await readSwitchFacts(tx, { stepId, studentId });
  if (!facts) throw new StepNotFoundError("no such step");
  return { facts, previews: facts.options.map(({ optionId }) => previewOf(facts, optionId)) };
}

function previewOf(facts: SwitchFacts, optionId: string): SwitchPreview {
  const planned = planSwitch(facts, optionId);
  if (!planned.ok) return { optionId, reason: planned.reason };
  return { optionId, plan: planned.plan, token: switchToken(facts, planned.plan) };
}

/** Stands for what the student was shown: another price, seat or partner gives another token. */
export function switchToken(facts: SwitchFacts, plan: SwitchPlan): string {
  return createHash("sha256").update(describePlan(facts, plan)).digest("base64url");
}
