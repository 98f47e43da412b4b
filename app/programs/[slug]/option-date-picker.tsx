"use client";

import { useTranslations } from "next-intl";
import { useSearchParams } from "next/navigation";
import { ENROLL_FORM } from "#app/programs/[slug]/enroll-form.ts";
import type { OfferedDate } from "#components/sessions/date-choice.ts";
import { DatePicker } from "#components/sessions/DatePicker.tsx";
import { useBrowserFact } from "#components/use-browser-fact.ts";
import { choiceField, sessionField } from "#lib/domain/choice-address.ts";

/**
 * The choice of a date that goes along with an option. Where there are several options its dates show once it is
 * chosen; without scripts they show always, and count for the option that is chosen.
 */
export function OptionDatePicker(props: {
  option: { optionId: string; sequenceOrder: number; name: string };
  isOnlyOne: boolean;
  required: boolean;
  canChoose: boolean;
  dates: readonly OfferedDate[];
}) {
  const t = useTranslations("dates");
  const { optionId, sequenceOrder, name } = props.option;
  const query = useSearchParams();
  const hasScripts = useBrowserFact(() => true) === true;
  const isChosen = props.isOnlyOne || query.get(choiceField(sequenceOrder)) === optionId;
  if (hasScripts && !isChosen) return null;
  const asked = query.get(sessionField(optionId)) ?? "";
  return (
    <div className="mt-4">
      <DatePicker
        name={sessionField(optionId)}
        form={ENROLL_FORM}
        legend={t("choose", { course: name })}
        hint={props.required ? t("required") : t("optional")}
        dates={props.dates}
        required={props.required && (props.isOnlyOne || hasScripts)}
        initial={props.dates.some(({ id, seatsLeft }) => id === asked && seatsLeft > 0) ? asked : ""}
        disabled={!props.canChoose}
      />
    </div>
  );
}
