/** Codes of the catalogue in the words shown to people. A code without words of its own is spelled out. */

const CATEGORIES: Record<string, string> = {
  "it-tech": "IT and technology",
  "technical-trade": "Technical trades",
  "business-admin": "Business and administration",
  specialized: "Specialized",
};

const CREDENTIALS: Record<string, string> = {
  course_completion: "Course completion",
  osha_card: "OSHA card",
  // The result itself is never told to the school.
  test_result: "Confirmation that the requirement is met",
};

/** Names a category of programs. */
export function categoryLabel(code: string): string {
  return CATEGORIES[code] ?? spellOut(code);
}

/** Names what is earned at the end of a course, from `partner_courses.credential_type`. */
export function credentialLabel(code: string): string {
  return CREDENTIALS[code] ?? spellOut(code);
}

/** Names a list in a sentence: `HSI, Certiport and CareerSafe`. */
export function inAList(names: readonly string[]): string {
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(names);
}

/** Says how long a program takes: hours, else weeks, else null. */
export function lengthLabel(program: { hours: number | null; weeks: number | null }): string | null {
  if (program.hours !== null) return `${program.hours.toLocaleString("en-US")} hours`;
  if (program.weeks !== null) return program.weeks === 1 ? "1 week" : `${program.weeks} weeks`;
  return null;
}

function spellOut(code: string): string {
  const words = code.replaceAll(/[-_]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
