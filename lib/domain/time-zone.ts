/** Time zones by their IANA names, as people may have them. */

const MAX_LENGTH = 64;

/** Lets a text through when it names a time zone this machine knows; null for anything else. */
export function readTimeZone(text: string | null | undefined): string | null {
  if (!text || text.length > MAX_LENGTH || !/^[A-Za-z]/.test(text)) return null;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** Lists the zones somebody can choose from, by name. */
export function timeZones(): string[] {
  return [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC"])].toSorted();
}
