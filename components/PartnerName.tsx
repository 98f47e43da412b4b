import { partnerColour } from "#lib/domain/partner-colour.ts";

/** Writes a partner's name beside its colour. */
export function PartnerName({ slug, name }: { slug: string; name: string }) {
  return (
    <span className={`inline-flex items-baseline gap-1.5 ${partnerColour(slug)}`}>
      <span className="swatch" aria-hidden="true" />
      {name}
    </span>
  );
}
