/** What an account may hold: the library itself takes any text for a name, and certificates carry it. */
import { APIError, createAuthMiddleware } from "better-auth/api";
import { z } from "zod";

const NAME_MAX_LENGTH = 200;
const PATHS = ["/sign-up/email", "/update-user"];

const accountData = z.looseObject({
  name: z
    .string()
    .max(NAME_MAX_LENGTH)
    .refine((name) => name.trim() !== "" && !/\p{Cc}/u.test(name))
    .optional(),
  // No page shows one: an address that strangers choose is not kept.
  image: z.null().optional(),
});

/**
 * Refuses a name that is empty, too long or holds control characters, and any image. Before anybody looks whether
 * the account exists, so that the answer does not tell.
 */
export const checkAccountData = createAuthMiddleware(async ({ path, body }) => {
  if (!PATHS.includes(path)) return;
  const parsed = accountData.safeParse(body);
  if (parsed.success) return;
  const field = String(parsed.error.issues[0]?.path[0] ?? "body");
  throw new APIError("BAD_REQUEST", { code: "INVALID_ACCOUNT_DATA", message: `Wrong or missing: ${field}.` });
});
