/** Who looks at the page: asked once per request, whatever number of parts want to know. */
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { browserTimeZone } from "#app/i18n/browser.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { findViewer, type ViewerProfile } from "#lib/db/reads/viewer.ts";
import type { Claims } from "#lib/domain/claims.ts";
import { signInPath } from "#lib/domain/return-path.ts";
import { readTimeZone } from "#lib/domain/time-zone.ts";
import { claimsFrom } from "#lib/identity/index.ts";

export interface Viewer extends ViewerProfile {
  claims: Claims;
  /** In which this page tells times: chosen, else the browser's, else the school's. */
  timeZone: string;
}

/** Finds the signed-in person; null for a visitor. */
export const findCurrentViewer = cache(async (): Promise<Viewer | null> => {
  const claims = await claimsFrom(await headers());
  if (!claims) return null;
  const profile = await readAs(claims, findViewer);
  if (!profile) return null;
  const timeZone = readTimeZone(profile.chosenTimeZone) ?? (await browserTimeZone());
  return { ...profile, claims, timeZone };
});

/** Returns the signed-in person; a visitor is sent to sign in and comes back to `path`. */
export async function requireViewer(path: string): Promise<Viewer> {
  return (await findCurrentViewer()) ?? redirect(signInPath(path));
}

/** Returns the signed-in admin. Nobody else learns that the page exists. */
export async function requireAdmin(): Promise<Viewer> {
  const viewer = await findCurrentViewer();
  return viewer?.isAdmin ? viewer : notFound();
}
