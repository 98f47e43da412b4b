/** Who really asks, for whatever counts tries per address. */
import type { IncomingMessage } from "node:http";

/** Said by proxies; from anybody else they are only claims. */
const PROXY_HEADERS = ["x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "forwarded"] as const;

/**
 * Leaves exactly one address in X-Forwarded-For: with `trustProxy` the one our proxy saw (it appends, so the last
 * one), else the connection's. Without `trustProxy` all other headers of proxies are removed.
 */
export function settleClientAddress(request: IncomingMessage, trustProxy: boolean): void {
  const said = trustProxy ? String(request.headers["x-forwarded-for"] ?? "").split(",") : [];
  request.headers["x-forwarded-for"] = said.at(-1)?.trim() || (request.socket.remoteAddress ?? "");
  if (!trustProxy) for (const name of PROXY_HEADERS) delete request.headers[name];
}
