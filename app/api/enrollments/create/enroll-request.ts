/** What may be asked for: a program and options of its path. Prices and partners are the database's business. */
import { z } from "zod";
import { CHOICE_FIELD, splitChoices } from "#lib/domain/choice-address.ts";

const programSlug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/);
const optionIds = z.array(z.uuid()).max(100);

/** Option id → date. */
const sessions = z
  .record(z.uuid(), z.uuid())
  .refine((chosen) => Object.keys(chosen).length <= 100, "too many dates");

/** As JSON: `{ programSlug, optionIds?, sessions? }`; `sessions` names the date of each option that has one. */
export const enrollJson = z.strictObject({
  programSlug,
  optionIds: optionIds.default([]),
  sessions: sessions.default({}),
});

/**
 * As a form: `programSlug`, `option-1`, `option-2` … for the positions where there is a choice, and `session-<option id>`
 * for the options that have dates.
 */
export const enrollForm = z
  .looseObject({ programSlug })
  .transform(({ programSlug: slug, ...choices }) => ({ programSlug: slug, choices: withoutEmpty(choices) }))
  .pipe(
    z.object({
      programSlug,
      choices: z.record(z.string().regex(CHOICE_FIELD), z.uuid()),
    }),
  )
  .transform(({ choices, ...rest }) => ({ ...rest, choices, ...splitChoices(choices) }))
  .pipe(z.object({ programSlug, choices: z.record(z.string(), z.string()), optionIds, sessions }));

/** "Without a date" is a field without a value. */
function withoutEmpty(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => !(name.startsWith("session-") && value === "")),
  );
}
