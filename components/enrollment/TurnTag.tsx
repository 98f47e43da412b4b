import { StatusTag } from "#components/StatusTag.tsx";
import type { StationState } from "#lib/domain/station.ts";

/** Says at the station a student stands at whether something is asked of them; draws nothing elsewhere. */
export function TurnTag({ state }: { state: StationState }) {
  if (state !== "current" && state !== "held") return null;
  return (
    <p className="mt-1.5">
      {state === "current" ? (
        <StatusTag tone="waiting" label="Your turn" />
      ) : (
        <StatusTag tone="quiet" label="Nothing to do now" />
      )}
    </p>
  );
}
