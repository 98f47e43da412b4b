/** A choice of partners as it stands in an address: `/programs/cna?option-1=<id>&option-3=<id>`. It survives signing in and coming back. */

interface ChosenOption {
  optionId: string;
  sequenceOrder: number;
}

/** Names the field that says which option was chosen at a position. */
export function choiceField(sequenceOrder: number): string {
  return `option-${sequenceOrder}`;
}

/** Reads the chosen ids out of an address; what is not on this path, or at another position of it, is left out. */
export function readChoice(
  path: readonly ChosenOption[],
  ask: (field: string) => string | readonly string[] | null | undefined,
): string[] {
  return path
    .filter((option) => ask(choiceField(option.sequenceOrder)) === option.optionId)
    .map((option) => option.optionId);
}

/** Writes the address of a program's page with these fields of a choice in it; fields of other kinds are left out. */
export function choiceAddress(
  slug: string,
  fields: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): string {
  const chosen = Object.entries(fields).filter(([name]) => /^option-\d{1,3}$/.test(name));
  const query = new URLSearchParams([...chosen, ...Object.entries(more)]).toString();
  return query ? `/programs/${slug}?${query}` : `/programs/${slug}`;
}

/** Gives the fields of a choice by position. */
export function choiceFields(chosen: readonly ChosenOption[]): Record<string, string> {
  return Object.fromEntries(chosen.map((each) => [choiceField(each.sequenceOrder), each.optionId]));
}
