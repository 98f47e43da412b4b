"use client";

import { useTranslations } from "next-intl";
import type { FormAnswer } from "#app/sign-in/form-answer.ts";
import { useFormAnswer } from "#app/sign-in/use-form-answer.ts";
import { Field } from "#components/Field.tsx";
import { Notice } from "#components/Notice.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";

/** Asks for an e-mail address that a link is sent to. */
export function AddressForm(props: {
  action: (before: FormAnswer, data: FormData) => Promise<FormAnswer>;
  button: string;
}) {
  const t = useTranslations("signIn");
  const [answer, action] = useFormAnswer(props.action);
  if (answer.done === "asked")
    return (
      <Notice tone="good" title={t("linkSent")}>
        <p>{t("linkSentIf", { email: answer.email })}</p>
      </Notice>
    );
  return (
    <form action={action} className="grid gap-5">
      {answer.problem && !answer.field ? <Notice tone="bad">{t(`problem.${answer.problem}`)}</Notice> : null}
      <Field
        name="email"
        label={t("email")}
        type="email"
        autoComplete="username"
        required
        maxLength={320}
        defaultValue={answer.email}
        error={answer.field === "email" && answer.problem ? t(`problem.${answer.problem}`) : null}
      />
      <p>
        <SubmitButton busy={t("sending")}>{props.button}</SubmitButton>
      </p>
    </form>
  );
}
