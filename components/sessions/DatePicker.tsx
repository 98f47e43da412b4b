"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { DateList } from "#components/sessions/DateList.tsx";
import type { DateChoice, OfferedDate } from "#components/sessions/date-choice.ts";
import { MonthSheet } from "#components/sessions/MonthSheet.tsx";
import { useBrowserFact } from "#components/use-browser-fact.ts";
import { dayOf } from "#lib/domain/session-time.ts";

interface PickerProps {
  /** Says what is chosen; stands above. */
  legend: string;
  /** Said below the legend. */
  hint?: string;
  name: string;
  /** Id of the form the choice belongs to, where it stands outside of it. */
  form?: string;
  dates: readonly OfferedDate[];
  required: boolean;
  /** Id of the date that is chosen at first; empty for none. */
  initial?: string;
  disabled?: boolean;
}

/**
 * Lets somebody choose one of several dates, from a list or from the sheet of a month. Without scripts it is the list.
 * Whatever is shown, the form gets one field.
 */
export function DatePicker(props: PickerProps) {
  const t = useTranslations("dates");
  const [chosen, choose] = useState(props.initial ?? "");
  const [view, setView] = useState<"list" | "month">("list");
  const hasScripts = useBrowserFact(() => true) === true;
  const choice = { name: props.name, form: props.form, required: props.required, chosen, choose };
  return (
    <fieldset disabled={props.disabled} className="min-w-0">
      <legend className="font-bold">{props.legend}</legend>
      {props.hint ? <p className="max-w-[65ch] text-ink-soft">{props.hint}</p> : null}
      {props.dates.length === 0 ? <p className="mt-2">{t("none")}</p> : null}
      {hasScripts && props.dates.length > 1 ? <Views view={view} show={setView} /> : null}
      {view === "list" ? (
        <DateList dates={props.dates} choice={choice} />
      ) : (
        <MonthSheet dates={props.dates} choice={choice} begin={monthOfChosen(props.dates, chosen)} />
      )}
      {props.required || props.dates.length === 0 ? null : <NoDate choice={choice} />}
    </fieldset>
  );
}

function NoDate({ choice }: { choice: DateChoice }) {
  const t = useTranslations("dates");
  return (
    <label className="mt-2 flex w-fit cursor-pointer items-baseline gap-x-2 py-1">
      <input
        type="radio"
        name={choice.name}
        form={choice.form}
        value=""
        checked={choice.chosen === ""}
        onChange={() => choice.choose("")}
      />
      {t("noDate")}
    </label>
  );
}

function Views(props: { view: "list" | "month"; show: (view: "list" | "month") => void }) {
  const t = useTranslations("dates");
  return (
    <fieldset className="mt-2 flex gap-x-4">
      <legend className="sr-only">{t("view")}</legend>
      {(["list", "month"] as const).map((view) => (
        <button
          key={view}
          type="button"
          className="link-button"
          aria-pressed={props.view === view}
          onClick={() => props.show(view)}
        >
          {t(`views.${view}`)}
        </button>
      ))}
    </fieldset>
  );
}

function monthOfChosen(dates: readonly OfferedDate[], chosen: string): string | null {
  const date = dates.find(({ id }) => id === chosen) ?? dates[0];
  return date ? dayOf(date.startsAt, date.timeZone).slice(0, 7) : null;
}
