/** Tokens of Supabase Auth, for schools that keep their accounts there. */
import { createRemoteJWKSet, jwtVerify, type JWTPayload } from "jose";
import { z } from "zod";
import { asItself, type Database } from "#lib/db/client.ts";
import type { Claims } from "#lib/domain/claims.ts";

export interface SupabaseTokens {
  /** Null for a token that is forged, expired, of somebody else, or of nobody in particular. */
  readClaims(token: string): Promise<Claims | null>;
}

/** Keys are fetched again at most this often when a token names an unknown one. */
const KEY_COOLDOWN_MS = 30_000;
const KEY_CACHE_MS = 600_000;
const CLOCK_TOLERANCE_SECONDS = 5;
/** People whose profile is known to be there; beyond that the oldest are asked for again. */
const MAX_KNOWN = 10_000;

const payload = z.object({
  sub: z.uuid(),
  email: z.email().max(320),
  role: z.literal("authenticated"),
  aal: z.enum(["aal1", "aal2"]).default("aal1"),
  is_anonymous: z.literal(false).optional(),
  user_metadata: z
    .object({ full_name: z.string().optional(), name: z.string().optional() })
    .optional()
    .catch(undefined),
});

/**
 * Makes the reader of tokens issued by `issuer`. A person's first token makes their profile (as baton_web).
 * Does network I/O for the issuer's public keys, cached.
 */
export function createSupabaseTokens(issuer: string, db: Database): SupabaseTokens {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`), {
    cooldownDuration: KEY_COOLDOWN_MS,
    cacheMaxAge: KEY_CACHE_MS,
  });
  const known = new Set<string>();

  async function verify(token: string): Promise<JWTPayload | null> {
    try {
      const verified = await jwtVerify(token, keys, {
        issuer,
        audience: "authenticated",
        algorithms: ["ES256", "RS256"],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
      });
      return verified.payload;
    } catch {
      return null;
    }
  }

  async function readClaims(token: string): Promise<Claims | null> {
    const parsed = payload.safeParse(await verify(token));
    if (!parsed.success) return null;
    const { sub, email, role, aal, user_metadata: about } = parsed.data;
    const person = `${sub} ${email}`;
    if (!known.has(person)) {
      await keepProfile(db, sub, email, about?.full_name ?? about?.name ?? "");
      if (known.size >= MAX_KNOWN) known.delete(known.values().next().value ?? "");
      known.add(person);
    }
    return { sub, email, role, aal };
  }

  return { readClaims };
}

/** Adds the profile of a new person; keeps the e-mail address in step with the account of a known one. */
async function keepProfile(db: Database, id: string, email: string, name: string): Promise<void> {
  await asItself(db, (tx) =>
    tx
      .insertInto("profiles")
      .values({ id, email, full_name: name.slice(0, 200) })
      .onConflict((conflict) =>
        conflict.column("id").doUpdateSet({ email }).where("profiles.email", "<>", email),
      )
      .execute(),
  );
}
