/** What a route may ask of a request before it does anything. */
import { z } from "zod";
import { RequestError } from "#app/api/answer.ts";
import type { Claims } from "#lib/domain/claims.ts";
import { claimsFrom } from "#lib/identity/index.ts";
import { loadConfig } from "#lib/config.ts";

/** Returns who is signed in. Throws RequestError 401 that says where to sign in. */
export async function requireClaims(request: Request): Promise<Claims> {
  const claims = await claimsFrom(request.headers);
  if (claims) return claims;
  throw new RequestError(401, "sign_in", `Please sign in first: ${loadConfig().APP_URL}/sign-in`);
}

/**
 * Refuses what a page of another site sends in this person's name. Programs without a browser send neither
 * header and no cookie either. Throws RequestError 403.
 */
export function requireSameOrigin(request: Request): void {
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  const isForeign =
    (origin !== null && origin !== new URL(loadConfig().APP_URL).origin) ||
    (site !== null && site !== "same-origin" && site !== "none");
  if (isForeign) throw new RequestError(403, "foreign_origin", "This was not sent by a page of Baton.");
}

/** Returns an id as the database writes it. Throws RequestError 404: what is no id names nothing. */
export function requireId(text: string): string {
  const parsed = z.uuid().safeParse(text);
  if (parsed.success) return parsed.data.toLowerCase();
  throw new RequestError(404, "not_found", "There is nothing of that number.");
}

/** Does a browser ask, that would rather be sent to a page than read JSON? */
export function wantsPage(request: Request): boolean {
  return (request.headers.get("accept") ?? "").includes("text/html");
}
