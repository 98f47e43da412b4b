/** The name a certificate carries, as its holder confirmed it. */
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

export const LEGAL_NAME_MAX_LENGTH = 200;

/** What keeps a certificate from being issued: nobody knows a name, or its holder has not confirmed it. */
export type NameProblem = "name_missing" | "name_unconfirmed";

/** What a profile says of its person's name. */
export interface NamedProfile {
  fullName: string;
  legalName: string | null;
  confirmedAt: Date | null;
}

/** Reads a name as somebody typed it: one line, no spaces around. Null for what cannot be one. */
export function readLegalName(text: unknown): string | null {
  if (typeof text !== "string") return null;
  const name = text.replace(/\s+/g, " ").trim().normalize("NFC");
  if (name.length > LEGAL_NAME_MAX_LENGTH || /\p{Cc}/u.test(name)) return null;
  return /\p{L}/u.test(name) ? name : null;
}

/** Says whether a certificate may carry the person's name now; null when it may. */
export function nameProblem({ fullName, legalName, confirmedAt }: NamedProfile): NameProblem | null {
  if (legalName !== null && confirmedAt !== null) return null;
  return (legalName ?? fullName).trim() === "" ? "name_missing" : "name_unconfirmed";
}

/** Asks the person for what is missing. `waiting`: a certificate waits for it now. */
export function nameRequest(problem: NameProblem, waiting: boolean): Sentence {
  if (!waiting) return sentence("legalName.soon");
  return sentence(problem === "name_missing" ? "legalName.missing" : "legalName.unconfirmed");
}
