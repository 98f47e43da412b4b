import { webAddress } from "#lib/domain/web-address.ts";

/** Finds the web addresses in a text, each once, in their order. */
export function linksIn(text: string): string[] {
  const found = text.match(/https?:\/\/[^\s<>"')\]]+/g) ?? [];
  const links = found.map((link) => webAddress(link.replace(/[.,;:!?]+$/, "")));
  return [...new Set(links.filter((link) => link !== null))];
}
