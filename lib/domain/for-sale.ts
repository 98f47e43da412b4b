/** Can a program be bought at all? The choice among options is checked by choose-options.ts. */
import type { PathOption } from "#lib/domain/choose-options.ts";

type Option = PathOption & { partner: { name: string } };

/**
 * Says why a path cannot be bought, or null when it can: it needs a required step, and at every position at
 * least one option whose partner and course are active.
 */
export function whyNotForSale(path: readonly Option[]): string | null {
  if (!path.some((option) => option.required))
    return "This program has no steps yet, so it cannot be bought. Have a look again later.";
  const closed = [...Map.groupBy(path, (option) => option.sequenceOrder).values()].find(
    (options) => !options.some(isTeachable),
  );
  if (!closed) return null;
  const names = [...new Set(closed.map((option) => option.partner.name))].join(" and ");
  return `${names} is not taking new students at the moment, so this program cannot be bought today.`;
}

/** True when partner and course of an option are both active. */
export function isTeachable(option: PathOption): boolean {
  return option.providerActive && option.courseActive;
}
