/** The paper a certificate is printed on. */

export const PAPERS = ["letter", "a4"] as const;

export type Paper = (typeof PAPERS)[number];

/** Zones outside `America/` where US Letter is what printers hold. UTC is nobody's: the school's own country counts. */
const LETTER_ZONES: readonly string[] = ["Pacific/Honolulu", "Pacific/Guam", "Asia/Manila", "UTC"];

/** Reads a paper out of an address; null for anything else. */
export function readPaper(text: string | null): Paper | null {
  return PAPERS.find((paper) => paper === text) ?? null;
}

/** Chooses the paper people have at hand where this time zone is: US Letter in the Americas, A4 elsewhere. */
export function paperFor(timeZone: string): Paper {
  return timeZone.startsWith("America/") || LETTER_ZONES.includes(timeZone) ? "letter" : "a4";
}
