/** A choice of partners as it stands in an address: `/programs/cna?option-1=<id>&option-3=<id>`. It survives signing in and coming back. */

/** The fields of a choice: `option-<position>` says which option, `session-<option id>` which of its dates. */
export const CHOICE_FIELD = /^(?:option-\d{1,3}|session-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

const SESSION = "session-";

interface ChosenOption {
  optionId: string;
  sequenceOrder: number;
}

/** Names the field that says which option was chosen at a position. */
export function choiceField(sequenceOrder: number): string {
  return `option-${sequenceOrder}`;
}

/** Names the field that says which date of an option was chosen. */
export function sessionField(optionId: string): string {
  return `${SESSION}${optionId}`;
}

/** Tells options and dates among the fields of a choice apart; `sessions` goes by option id. */
export function splitChoices(fields: Readonly<Record<string, string>>): {
  optionIds: string[];
  sessions: Record<string, string>;
} {
  const entries = Object.entries(fields);
  return {
    optionIds: entries.flatMap(([name, id]) => (name.startsWith(SESSION) ? [] : [id])),
    sessions: Object.fromEntries(
      entries.flatMap(([name, id]) => (name.startsWith(SESSION) ? [[name.slice(SESSION.length), id]] : [])),
    ),
  };
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
  const query = new URLSearchParams({ ...onlyChoices(fields), ...more }).toString();
  return query ? `/programs/${slug}?${query}` : `/programs/${slug}`;
}

/** Leaves out what is no field of a choice. */
export function onlyChoices(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => CHOICE_FIELD.test(name)));
}

/** Gives the fields of a choice by position. */
export function choiceFields(chosen: readonly ChosenOption[]): Record<string, string> {
  return Object.fromEntries(chosen.map((each) => [choiceField(each.sequenceOrder), each.optionId]));
}
