import type { ReactNode } from "react";

/**
 * Draws a program as a transit line; the children are its `Station`s in order.
 *
 * `travelled`: somebody is on the way, so rails that lie ahead are only dotted. `wide`: lies down where there is
 * room. `label` names the line for whoever cannot see it.
 */
export function Line(props: { label: string; travelled?: boolean; wide?: boolean; children: ReactNode }) {
  const shape = [props.travelled && "line-travelled", props.wide && "line-wide"].filter(Boolean).join(" ");
  return (
    <ol aria-label={props.label} className={`line ${shape}`}>
      {props.children}
    </ol>
  );
}
