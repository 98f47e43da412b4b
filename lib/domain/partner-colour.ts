/** Which colour of the palette a partner's rails and stations have; the values are in components/style/partner-colours.css. */

const SPARE_COLOURS = 3;

/**
 * Names the classes that carry a partner's colour: a spare one, always the same for the same slug, and after it the
 * partner's own, which counts where the stylesheet has one.
 */
export function partnerColour(slug: string): string {
  const sum = [...slug].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return `partner-spare-${(sum % SPARE_COLOURS) + 1} partner-${slug}`;
}
