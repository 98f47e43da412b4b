/** Lets an outside text through as a link only when it is an http or https address; null for anything else. */
export function webAddress(text: string | null): string | null {
  if (!text || !URL.canParse(text)) return null;
  const { protocol, href } = new URL(text);
  return protocol === "https:" || protocol === "http:" ? href : null;
}

/** Lets an outside text through as a link only when all of it is an https address without a sign-in; null for anything else. */
export function secureAddress(text: string | null): string | null {
  const address = webAddress(text?.trim() ?? null);
  if (!address) return null;
  const { protocol, username, password } = new URL(address);
  return protocol === "https:" && !username && !password ? address : null;
}
