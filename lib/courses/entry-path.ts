/** Names inside an archive: untrusted text that becomes an address. */
import { PackageRefusedError } from "#lib/courses/package-error.ts";

const MAX_LENGTH = 400;
const MAX_DEPTH = 20;
/** What operating systems leave behind in archives. */
const LITTER = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)/i;

/**
 * Returns the name of an entry as a path below the package, or null for a folder and for what systems leave behind.
 * Throws PackageRefusedError `unsafe_path` for a name that would lead anywhere else.
 */
export function readEntryPath(name: string): string | null {
  const path = name.replaceAll("\\", "/").replace(/^(\.\/)+/, "");
  if (path === "" || path.endsWith("/") || LITTER.test(path)) return isSafe(path, true) ? null : refuse(name);
  return isSafe(path, false) ? path : refuse(name);
}

/**
 * Resolves an address of a manifest against its base, as a path below the package; null when it leads elsewhere.
 * Query and fragment come back apart.
 */
export function resolveHref(base: string, href: string): { path: string; suffix: string } | null {
  const [, path = "", suffix = ""] = /^([^?#]*)(.*)$/s.exec(href) ?? [];
  const parts: string[] = [];
  for (const part of `${base}/${path}`.replaceAll("\\", "/").split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (parts.pop() === undefined) return null;
    } else parts.push(decode(part));
  }
  const resolved = parts.join("/");
  return resolved !== "" && isSafe(resolved, false) ? { path: resolved, suffix } : null;
}

function isSafe(path: string, isFolder: boolean): boolean {
  const parts = (isFolder ? path.replace(/\/+$/, "") : path).split("/");
  if (path.length > MAX_LENGTH || parts.length > MAX_DEPTH) return false;
  // No drive, no absolute path, no control character, nothing a browser would resolve elsewhere.
  if (/^[a-z]:|^\/|\p{Cc}/iu.test(path)) return false;
  return path === "" ? isFolder : parts.every((part) => part !== "" && part !== "." && part !== "..");
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function refuse(name: string): never {
  throw new PackageRefusedError("unsafe_path", name.slice(0, MAX_LENGTH));
}
