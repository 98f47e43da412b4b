"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { DateChoice, OfferedDate } from "#components/sessions/date-choice.ts";

/** The radio button of one date, with what is said beside it. A full one cannot be pressed, and says so. */
export function DateRadio(props: {
  date: OfferedDate;
  choice: DateChoice;
  className?: string;
  children: ReactNode;
}) {
  const { date, choice } = props;
  const t = useTranslations("dates");
  const isFull = date.seatsLeft <= 0;
  return (
    <label
      className={`relative flex gap-x-2 ${isFull ? "text-ink-soft" : "cursor-pointer"} ${props.className ?? "items-baseline"}`}
    >
      <input
        type="radio"
        name={choice.name}
        form={choice.form}
        value={date.id}
        checked={choice.chosen === date.id}
        onChange={() => choice.choose(date.id)}
        disabled={isFull}
        required={choice.required}
      />
      <span className="figures min-w-0">
        {props.children}{" "}
        <span className="text-ink-soft">{t("seatsLeft", { count: Math.max(date.seatsLeft, 0) })}</span>
      </span>
    </label>
  );
}
