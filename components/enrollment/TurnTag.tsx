import { useTranslations } from "next-intl";
import { StatusTag } from "#components/StatusTag.tsx";
import type { StationState } from "#lib/domain/station.ts";

/** Says at the station a student stands at whether something is asked of them; draws nothing elsewhere. */
export function TurnTag({ state }: { state: StationState }) {
  const t = useTranslations("enrollment");
  if (state !== "current" && state !== "held") return null;
  return (
    <p className="mt-1.5">
      {state === "current" ? (
        <span className="inline-flex items-center gap-1.5 rounded-full bg-accent px-2.5 py-0.5 text-[0.9375rem] leading-6 font-bold whitespace-nowrap text-on-accent">
          <span aria-hidden="true">→</span>
          {t("yourTurn")}
        </span>
      ) : (
        <StatusTag tone="quiet" label={t("nothingToDo")} />
      )}
    </p>
  );
}
