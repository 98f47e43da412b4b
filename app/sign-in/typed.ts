import { z } from "zod";

const address = z.email().max(320);

/** Reads what was typed into one line of a form; anything that is not text counts as empty. */
export function typedText(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value.trim().slice(0, 320) : "";
}

/** True when the text can be an e-mail address. */
export function isAddress(text: string): boolean {
  return address.safeParse(text).success;
}
