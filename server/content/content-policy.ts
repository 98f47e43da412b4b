/** What a package's page may do: run its own scripts, load its own files, and nothing else anywhere. */

/** Headers of every answer of the packages' origin. */
export function contentHeaders(appUrl: string): Record<string, string> {
  const app = new URL(appUrl);
  const isSecure = app.protocol === "https:";
  return {
    "Content-Security-Policy": [
      "default-src 'none'",
      // Authoring tools write scripts into pages and some evaluate text: on this origin there is nothing to steal.
      "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "media-src 'self' data: blob:",
      "font-src 'self' data:",
      "connect-src 'self' data: blob:",
      "frame-src 'self' blob: data:",
      "worker-src 'self' blob:",
      "object-src 'none'",
      "form-action 'none'",
      "base-uri 'self'",
      `frame-ancestors 'self' ${app.origin}`,
      "sandbox allow-scripts allow-same-origin allow-forms allow-modals",
    ].join("; "),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-DNS-Prefetch-Control": "off",
    ...(isSecure ? { "Strict-Transport-Security": "max-age=63072000; includeSubDomains" } : {}),
  };
}
