/** Codes of the catalogue in the words shown to people. A code without words of its own is spelled out. */
import { sayList, sentence, type Sentence } from "#lib/domain/sentence.ts";

const CATEGORIES: Record<string, Sentence> = {
  "it-tech": sentence("category.itTech"),
  "technical-trade": sentence("category.technicalTrade"),
  "business-admin": sentence("category.businessAdmin"),
  specialized: sentence("category.specialized"),
};

const CREDENTIALS: Record<string, Sentence> = {
  course_completion: sentence("credential.courseCompletion"),
  osha_card: sentence("credential.oshaCard"),
  // The result itself is never told to the school.
  test_result: sentence("credential.testResult"),
  industry_certification: sentence("credential.industryCertification"),
};

/** Names a category of programs. */
export function categoryName(code: string): Sentence {
  return CATEGORIES[code] ?? sentence("category.other", { name: spellOut(code) });
}

/** Names what is earned at the end of a course, from `partner_courses.credential_type`. */
export function credentialName(code: string): Sentence {
  return CREDENTIALS[code] ?? sentence("credential.other", { name: spellOut(code) });
}

/** Names a list in a sentence: `HSI, Certiport and CareerSafe`. */
export function inAList(names: readonly string[]): string {
  return sayList(names, "en");
}

/** Says how long a program takes: hours, else weeks, else null. */
export function programLength(program: { hours: number | null; weeks: number | null }): Sentence | null {
  if (program.hours !== null) return sentence("length.hours", { hours: program.hours });
  if (program.weeks !== null) return sentence("length.weeks", { weeks: program.weeks });
  return null;
}

function spellOut(code: string): string {
  const words = code.replaceAll(/[-_]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
