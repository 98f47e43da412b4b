import { loadConfig } from "#lib/config.ts";
import { signContentToken } from "#lib/courses/content-token.ts";

/** The address at which a package can be shown from now on for some hours; null where no packages are served. Whoever has it may read the package. */
export function contentAddress(packageId: string): string | null {
  const { CONTENT_URL, AUTH_SECRET } = loadConfig();
  return CONTENT_URL ? `${CONTENT_URL}/p/${signContentToken(packageId, AUTH_SECRET, Date.now())}/` : null;
}
