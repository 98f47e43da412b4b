"use client";

import { useTranslations } from "next-intl";
import { ActForm } from "#app/account/act-form.tsx";
import { anotherDateAction } from "#app/dates/actions.ts";
import type { OfferedDate } from "#components/sessions/date-choice.ts";
import { DatePicker } from "#components/sessions/DatePicker.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";

/** Lets a student whose date is gone choose another one of the same course. */
export function AnotherDate({ seatId, dates }: { seatId: string; dates: readonly OfferedDate[] }) {
  const t = useTranslations("dates");
  if (!dates.some(({ seatsLeft }) => seatsLeft > 0)) return <p className="mt-3">{t("noOther")}</p>;
  return (
    <div className="mt-3">
      <ActForm act={anotherDateAction} className="grid gap-3">
        <input type="hidden" name="seatId" value={seatId} />
        <DatePicker name="sessionId" legend={t("another")} dates={dates} required />
        <p>
          <SubmitButton busy={t("taking")}>{t("takeIt")}</SubmitButton>
        </p>
      </ActForm>
    </div>
  );
}
