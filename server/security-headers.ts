/** Response headers that tell a browser what a page of ours may do. */
import { randomBytes } from "node:crypto";

export interface SecurityHeaders {
  /** Name and value in turn, for an answer that is no page. */
  plain: readonly string[];
  /** For a page; a fresh nonce each time. */
  forPage(): { policy: string; headers: Record<string, string> };
}

const TWO_YEARS_SECONDS = 63_072_000;
const NOTHING_TO_LOAD = "default-src 'none'; frame-ancestors 'none'";

/** Makes the headers for an address; HSTS only where it is https. Frames may show what `contentUrl` serves, if there is such an origin. */
export function createSecurityHeaders(appUrl: string, contentUrl?: string): SecurityHeaders {
  const always: Record<string, string> = {
    "X-Content-Type-Options": "nosniff",
    ...(appUrl.startsWith("https://")
      ? { "Strict-Transport-Security": `max-age=${TWO_YEARS_SECONDS}; includeSubDomains` }
      : {}),
  };
  const onPages = {
    ...always,
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
  };
  const plain = Object.entries({ ...always, "Content-Security-Policy": NOTHING_TO_LOAD }).flat();
  return {
    plain,
    forPage() {
      const policy = pagePolicy(randomBytes(16).toString("base64"), contentUrl);
      return { policy, headers: { ...onPages, "Content-Security-Policy": policy } };
    },
  };
}

/**
 * Scripts run only with this answer's nonce. Style attributes are allowed: they draw a program's line in its
 * partners' colours. No form-action: browsers apply it to the redirect towards the payment page as well.
 */
function pagePolicy(nonce: string, contentUrl?: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    `frame-src 'self'${contentUrl ? ` ${new URL(contentUrl).origin}` : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
