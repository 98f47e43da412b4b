/** From a request's headers to the person it acts for. Both ways of signing in end here. */
import { loadConfig } from "#lib/config.ts";
import { webDatabase } from "#lib/db/web.ts";
import type { Claims } from "#lib/domain/claims.ts";
import { auth, type Auth } from "#lib/identity/auth.ts";
import { noteSeen } from "#lib/identity/last-seen.ts";
import { createSupabaseTokens, type SupabaseTokens } from "#lib/identity/supabase-token.ts";

const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;

const KEY = Symbol.for("baton.web.supabase-tokens");
type Holder = { [KEY]?: SupabaseTokens };

/** Finds who is signed in: by session cookie, or by a Supabase token where SUPABASE_AUTH_URL is set. Null for a visitor. */
export async function claimsFrom(headers: Headers): Promise<Claims | null> {
  const token = BEARER.exec(headers.get("authorization") ?? "")?.[1];
  if (!token) return claimsOfSession(auth(), headers);
  const tokens = supabaseTokens();
  return tokens ? tokens.readClaims(token) : null;
}

/** Reads the session of a cookie. Null when there is none, or it ended. */
export async function claimsOfSession(signIn: Auth, headers: Headers): Promise<Claims | null> {
  if (!headers.has("cookie")) return null;
  const found = await signIn.api.getSession({ headers });
  if (!found?.user.emailVerified) return null;
  await noteSeen(signIn.options.database, found.session);
  return { sub: found.user.id, role: "authenticated", email: found.user.email, aal: "aal1" };
}

function supabaseTokens(): SupabaseTokens | null {
  const issuer = loadConfig().SUPABASE_AUTH_URL;
  if (!issuer) return null;
  const holder = globalThis as Holder;
  return (holder[KEY] ??= createSupabaseTokens(issuer, webDatabase()));
}
