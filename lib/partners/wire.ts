/** Pieces of partner formats that mean the same everywhere. Outside text is bounded and free of control characters. */
import { z } from "zod";

/** An id at the partner, text or whole number, given on as text; it may stand in a URL path. */
export const externalId = z
  .union([
    z.string().regex(/^\w[\w.:~-]{0,127}$/),
    z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
  ])
  .transform(String);

/** One line of partner text. */
export const line = z
  .string()
  .max(200)
  // eslint-disable-next-line no-control-regex -- they are what is refused: Postgres cannot even store U+0000
  .regex(/^[^\u0000-\u001f\u007f]*$/);

/** A date without time, `YYYY-MM-DD`. */
export const day = z.iso.date();

/** A moment, ISO 8601 with offset. */
export const moment = z.iso.datetime({ offset: true });

/** A link shown to people. What is not plainly http(s) becomes null: a bad link must not cost a certificate. */
export const link = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .nullish()
  .catch(null)
  .transform((url) => url ?? null);

/** 0-100, rounded to a whole number. */
export const percent = z.number().min(0).max(100).transform(Math.round);

/** 0-1 as a whole percentage. */
export const fraction = z
  .number()
  .min(0)
  .max(1)
  .transform((part) => Math.round(part * 100));
