/** Where a student's browser may be sent, and how a partner's address may be reached. */
import { PartnerAPIError } from "#lib/partners/base.ts";

const MAX_LENGTH = 2048;

/** True for https, and for http when the host is this machine (the sandbox). */
export function isSafeTransport(url: URL): boolean {
  if (url.protocol === "https:") return true;
  return url.protocol === "http:" && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}

/**
 * True when `url` leads to one of `hosts` (host, with the port where it is not the usual one) over a safe
 * transport and carries no user name or password. Exact hosts only: no subdomains, no look-alikes.
 */
export function isAllowedLaunchUrl(url: string, hosts: readonly string[]): boolean {
  const parsed = url.length <= MAX_LENGTH && URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || parsed.username !== "" || parsed.password !== "") return false;
  return isSafeTransport(parsed) && hosts.includes(parsed.host);
}

/** Throws PartnerAPIError `rejected`, without naming the address, unless it may be launched. */
export function requireLaunchHost(partner: string, url: string, hosts: readonly string[]): void {
  if (isAllowedLaunchUrl(url, hosts)) return;
  const message = "the launch address leads to a host that is not allowed";
  throw new PartnerAPIError("rejected", { partner, operation: "getSsoLaunchUrl", message });
}
