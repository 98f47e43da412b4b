import type { ReactNode } from "react";
import type { Tone } from "#lib/domain/order-status.ts";

const LOOKS: Record<Tone, string> = {
  good: "border-good bg-tint-good",
  waiting: "border-accent bg-tint-waiting",
  bad: "border-bad bg-tint-bad",
  quiet: "border-edge-strong bg-surface",
};

/**
 * Says something about the whole page. Errors interrupt a screen reader, everything else waits its turn.
 */
export function Notice(props: { tone: Tone; title?: string; children?: ReactNode }) {
  return (
    <div
      role={props.tone === "bad" ? "alert" : "status"}
      className={`rounded-lg border-l-[6px] px-4 py-3 text-ink ${LOOKS[props.tone]}`}
    >
      {props.title ? <p className="font-bold">{props.title}</p> : null}
      {props.children}
    </div>
  );
}
