/** Which colour of the palette a partner's rails and stations have; the values are in components/style. */

/** Partners whose colour is their own. */
export const PARTNERS_WITH_A_COLOUR = [
  "hsi",
  "certiport",
  "careersafe",
  "milady",
  "jri",
  "nrf",
  "nds",
  "self",
];

const SPARE_COLOURS = 3;

/** Names the class that carries a partner's colour; a partner we do not know gets one of the spare ones, always the same. */
export function partnerColour(slug: string): string {
  if (PARTNERS_WITH_A_COLOUR.includes(slug)) return `partner-${slug}`;
  const sum = [...slug].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return `partner-spare-${(sum % SPARE_COLOURS) + 1}`;
}
