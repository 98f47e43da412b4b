/** What may be asked for: a program and options of its path. Prices and partners are the database's business. */
import { z } from "zod";

const programSlug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/);
const optionIds = z.array(z.uuid()).max(100);

/** As JSON: `{ programSlug, optionIds? }`. */
export const enrollJson = z.strictObject({ programSlug, optionIds: optionIds.default([]) });

/** As a form: `programSlug`, and `option-1`, `option-2` … for the positions where there is a choice. */
export const enrollForm = z
  .looseObject({ programSlug })
  .transform(({ programSlug: slug, ...choices }) => ({ programSlug: slug, choices }))
  .pipe(
    z.object({
      programSlug,
      choices: z.record(z.string().regex(/^option-\d{1,3}$/), z.uuid()),
    }),
  )
  .transform(({ choices, ...rest }) => ({ ...rest, choices, optionIds: Object.values(choices) }))
  .pipe(z.object({ programSlug, choices: z.record(z.string(), z.string()), optionIds }));
