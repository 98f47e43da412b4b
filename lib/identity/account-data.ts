/** What the sign-in library may be given: it takes any text for a name, and asks the database for any id. */
import { APIError, createAuthMiddleware } from "better-auth/api";
import { z } from "zod";

const PASSKEY_NAME_MAX_LENGTH = 100;

const oneLine = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine((text) => text.trim() !== "" && !/\p{Cc}/u.test(text));

/** Certificates carry the name. No page shows an image: an address that strangers choose is not kept. */
const account = z.looseObject({ name: oneLine(200).optional(), image: z.null().optional() });

/** As browsers write it: base64url in all texts. */
const credential = z.looseObject({
  id: z.string().min(1).max(1400),
  rawId: z.string().min(1).max(1400),
  type: z.literal("public-key"),
  response: z.looseObject({ clientDataJSON: z.string().max(10_000) }),
});

const newCredential = credential.extend({
  response: z.looseObject({
    clientDataJSON: z.string().max(10_000),
    attestationObject: z.string().max(40_000),
    transports: z
      .array(z.string().regex(/^[a-z-]{1,20}$/))
      .max(10)
      .optional(),
  }),
});

const BODIES: Readonly<Record<string, z.ZodType>> = {
  "/sign-up/email": account,
  "/update-user": account,
  "/passkey/verify-registration": z.looseObject({
    name: oneLine(PASSKEY_NAME_MAX_LENGTH).optional(),
    response: newCredential,
    createSession: z.literal(false).optional(),
  }),
  "/passkey/verify-authentication": z.looseObject({ response: credential }),
  "/passkey/update-passkey": z.looseObject({ id: z.uuid(), name: oneLine(PASSKEY_NAME_MAX_LENGTH) }),
  "/passkey/delete-passkey": z.looseObject({ id: z.uuid() }),
};

/**
 * Refuses what is empty, too long, of another shape, or holds control characters. Before anybody looks whether the
 * account exists, so that the answer does not tell.
 */
export const checkAccountData = createAuthMiddleware(async ({ path, body }) => {
  const shape = Object.hasOwn(BODIES, path) ? BODIES[path] : undefined;
  const parsed = shape?.safeParse(body);
  if (!parsed || parsed.success) return;
  const field = String(parsed.error.issues[0]?.path[0] ?? "body");
  throw new APIError("BAD_REQUEST", { code: "INVALID_ACCOUNT_DATA", message: `Wrong or missing: ${field}.` });
});
