/** Codes of the catalogue in the words shown to people. A code without words of its own is spelled out. */
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

const CATEGORIES: Record<string, Sentence> = {
  "it-tech": sentence("category.itTech"),
  "technical-trade": sentence("category.technicalTrade"),
  "business-admin": sentence("category.businessAdmin"),
  specialized: sentence("category.specialized"),
  beauty: sentence("category.beauty"),
  healthcare: sentence("category.healthcare"),
  hospitality: sentence("category.hospitality"),
};

const CREDENTIALS: Record<string, Sentence> = {
  course_completion: sentence("credential.courseCompletion"),
  osha_card: sentence("credential.oshaCard"),
  // The result itself is never told to the school.
  test_result: sentence("credential.testResult"),
  badge: sentence("credential.badge"),
  certificate: sentence("credential.certificate"),
  certification: sentence("credential.certification"),
  certification_card: sentence("credential.certificationCard"),
  credential: sentence("credential.credential"),
  industry_certification: sentence("credential.industryCertification"),
};

const LEVELS: Record<string, Sentence> = {
  entry: sentence("level.entry"),
  intermediate: sentence("level.intermediate"),
  supervisory: sentence("level.supervisory"),
};

/** Names a category of programs. */
export function categoryName(code: string): Sentence {
  return own(CATEGORIES, code) ?? sentence("category.other", { name: spellOut(code) });
}

/** Names what is earned at the end of a course, from `partner_courses.credential_type`. */
export function credentialName(code: string): Sentence {
  return own(CREDENTIALS, code) ?? sentence("credential.other", { name: spellOut(code) });
}

/** Names how much a course asks for, from `partner_courses.level`. */
export function levelName(code: string): Sentence {
  return own(LEVELS, code) ?? sentence("level.other", { name: spellOut(code) });
}

/** Says how long a program takes: hours, else weeks, else null. */
export function programLength(program: { hours: number | null; weeks: number | null }): Sentence | null {
  if (program.hours !== null) return sentence("length.hours", { hours: program.hours });
  if (program.weeks !== null) return sentence("length.weeks", { weeks: program.weeks });
  return null;
}

function own(words: Readonly<Record<string, Sentence>>, code: string): Sentence | null {
  return Object.hasOwn(words, code) ? words[code]! : null;
}

function spellOut(code: string): string {
  const words = code.replaceAll(/[-_]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
