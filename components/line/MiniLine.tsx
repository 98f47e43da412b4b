import { partnerColour } from "#lib/domain/partner-colour.ts";
import type { StationState } from "#lib/domain/station.ts";

/** One stop of a small line; several partners are options of one position. */
export interface MiniStop {
  key: string;
  partners: string[];
  state: StationState;
}

/** Draws a program's line as a thumbnail that ends in its certificate. `label` says the same in words. */
export function MiniLine(props: { label: string; stops: readonly MiniStop[]; terminus: StationState }) {
  const travelled = props.stops.some((stop) => stop.state !== "ahead");
  return (
    <>
      <span className="sr-only">{props.label}</span>
      <span aria-hidden="true" className={`mini-line ${travelled ? "mini-line-travelled" : ""}`}>
        {props.stops.map((stop) => (
          <Stop key={stop.key} stop={stop} />
        ))}
        <span className={`mini-stop mini-terminus mini-${props.terminus}`}>
          <span className="mini-mark" />
        </span>
      </span>
    </>
  );
}

function Stop({ stop: { partners, state } }: { stop: MiniStop }) {
  return (
    <span className={`mini-stop mini-${state} ${partnerColour(partners[0] ?? "self")}`}>
      {partners.map((partner) => (
        <span key={partner} className={`mini-mark ${partnerColour(partner)}`} />
      ))}
    </span>
  );
}
