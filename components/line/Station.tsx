import type { ReactNode } from "react";
import { partnerColour } from "#lib/domain/partner-colour.ts";
import type { StationState } from "#lib/domain/station.ts";

/**
 * Draws one station of a line: its mark, and beside it whatever is said about it. `partner` is the slug whose
 * colour it has; `number` its place in the path, null for the ends of the line.
 */
export function Station(props: {
  state: StationState;
  partner?: string;
  number: number | null;
  terminus?: boolean;
  children: ReactNode;
}) {
  const colour = props.partner ? partnerColour(props.partner) : "";
  const terminus = props.terminus ? "station-terminus" : "";
  return (
    <li
      className={`station station-${props.state} ${terminus} ${colour}`}
      aria-current={props.state === "current" || props.state === "held" ? "step" : undefined}
    >
      <span className="station-mark" aria-hidden="true">
        <Mark state={props.state} number={props.number} />
      </span>
      <div className="station-body">{props.children}</div>
    </li>
  );
}

function Mark({ state, number }: { state: StationState; number: number | null }) {
  if (state === "done") return <Tick />;
  if (state === "held") return <Hourglass />;
  if (state === "failed") return "!";
  if (state === "over") return "–";
  return number;
}

function Tick() {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" strokeWidth="2.75">
      <path d="M2.5 8.5 6.5 12.5 13.5 4" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

function Hourglass() {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" strokeWidth="2">
      <path d="M3.5 2h9M3.5 14h9M4.5 2c0 4 7 8 7 12M11.5 2c0 4-7 8-7 12" strokeLinecap="round" />
    </svg>
  );
}
