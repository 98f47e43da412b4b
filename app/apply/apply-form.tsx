"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { apply } from "#app/apply/actions.ts";
import { NO_ANSWER, type ApplyAnswer } from "#app/apply/apply-answer.ts";
import { Field } from "#components/Field.tsx";
import { Notice } from "#components/Notice.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import { APPLICATION_LIMITS } from "#lib/domain/application.ts";
import { LEGAL_NAME_MAX_LENGTH } from "#lib/domain/legal-name.ts";

interface FormProps {
  programs: readonly { id: string; title: string }[];
  /** What is known already: the program of the address, and who is signed in. */
  known: Pick<ApplyAnswer["typed"], "programId" | "fullName" | "email">;
}

/** Asks for a place: program, name, e-mail, phone and a word. Works without scripts. */
export function ApplyForm({ programs, known }: FormProps) {
  const t = useTranslations("apply");
  const [answer, send] = useActionState(apply, NO_ANSWER);
  if (answer.done !== null)
    return (
      <Notice tone="good" title={t("sent")}>
        <p>{t("sentTo", { email: answer.done })}</p>
      </Notice>
    );
  const typed = answer.problem ? answer.typed : { ...answer.typed, ...known };
  const errorOf = (field: string) =>
    answer.field === field && answer.problem ? t(`problem.${answer.problem}`) : null;
  return (
    <form action={send} className="grid gap-5">
      {answer.problem && !answer.field ? <Notice tone="bad">{t(`problem.${answer.problem}`)}</Notice> : null}
      <label className="grid gap-1.5">
        <span className="font-semibold">{t("program")}</span>
        {errorOf("programId") ? <span className="font-semibold text-bad">{errorOf("programId")}</span> : null}
        <select
          name="programId"
          className="field"
          required
          defaultValue={typed.programId}
          key={typed.programId}
        >
          <option value="">{t("choose")}</option>
          {programs.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <Field
        name="fullName"
        label={t("name")}
        autoComplete="name"
        required
        maxLength={LEGAL_NAME_MAX_LENGTH}
        defaultValue={typed.fullName}
        error={errorOf("fullName")}
      />
      <Field
        name="email"
        type="email"
        label={t("email")}
        hint={t("emailHint")}
        autoComplete="email"
        required
        maxLength={APPLICATION_LIMITS.email}
        defaultValue={typed.email}
        error={errorOf("email")}
      />
      <Field
        name="phone"
        type="tel"
        label={t("phone")}
        autoComplete="tel"
        maxLength={40}
        defaultValue={typed.phone}
        error={errorOf("phone")}
      />
      <label className="grid gap-1.5">
        <span className="font-semibold">{t("message")}</span>
        <span className="text-ink-soft">{t("messageHint")}</span>
        {errorOf("message") ? <span className="font-semibold text-bad">{errorOf("message")}</span> : null}
        <textarea
          name="message"
          rows={5}
          maxLength={APPLICATION_LIMITS.message}
          defaultValue={typed.message}
          className="field"
        />
      </label>
      <div hidden>
        <label>
          {t("leaveEmpty")}
          <input name="website" tabIndex={-1} autoComplete="off" />
        </label>
      </div>
      <p>
        <SubmitButton busy={t("sending")}>{t("send")}</SubmitButton>
      </p>
    </form>
  );
}
