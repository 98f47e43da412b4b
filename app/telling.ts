import { partnerRules } from "#lib/automation/partner-rules.ts";
import type { Telling } from "#lib/domain/standing-sentence.ts";

/** Returns to whom, when and by which rules this page speaks: to its viewer, now. */
export function tellingTo(viewer: { timeZone: string } | null): Telling {
  return { now: new Date(), timeZone: viewer?.timeZone ?? "UTC", rules: partnerRules() };
}
