import { partnerColour } from "#lib/domain/partner-colour.ts";

/** Draws a percentage with its number. `label` says of what; `partner` lends its colour. */
export function ProgressBar(props: { label: string; percent: number; partner?: string }) {
  const colour = props.partner ? partnerColour(props.partner) : "";
  return (
    <div className={`flex items-center gap-3 ${colour}`}>
      <progress className="progress" aria-label={props.label} max={100} value={props.percent} />
      <span className="figures w-12 flex-none text-right whitespace-nowrap" aria-hidden="true">
        {props.percent}%
      </span>
    </div>
  );
}
