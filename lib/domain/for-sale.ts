/** Can a program be bought at all? The choice among options is checked by choose-options.ts. */
import type { PathOption } from "#lib/domain/choose-options.ts";
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

type Option = PathOption & { partner: { name: string } };

/**
 * Says why a path cannot be bought, or null when it can: it needs a required step, and at every position at
 * least one option whose partner and course are active.
 */
export function whyNotForSale(path: readonly Option[]): Sentence | null {
  if (!path.some((option) => option.required)) return sentence("notForSale.noSteps");
  const closed = [...Map.groupBy(path, (option) => option.sequenceOrder).values()].find(
    (options) => !options.some(isTeachable),
  );
  if (!closed) return null;
  const partners = [...new Set(closed.map((option) => option.partner.name))];
  return sentence("notForSale.partnerAway", { partners, count: partners.length });
}

/** True when partner and course of an option are both active. */
export function isTeachable(option: PathOption): boolean {
  return option.providerActive && option.courseActive;
}
