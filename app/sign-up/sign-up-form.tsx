"use client";

import { useTranslations } from "next-intl";
import { useFormAnswer } from "#app/sign-in/use-form-answer.ts";
import { signUp } from "#app/sign-up/actions.ts";
import { Field } from "#components/Field.tsx";
import { Notice } from "#components/Notice.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";

/** Opens an account: name, e-mail, password. */
export function SignUpForm({ next }: { next: string }) {
  const t = useTranslations("signIn");
  const [answer, action] = useFormAnswer(signUp);
  if (answer.done === "created")
    return (
      <Notice tone="good" title={t("confirmAddress")}>
        <p>{t("confirmSent", { email: answer.email })}</p>
      </Notice>
    );
  const errorOf = (field: string) =>
    answer.field === field && answer.problem ? t(`problem.${answer.problem}`) : null;
  return (
    <form action={action} className="grid gap-5">
      {answer.problem && !answer.field ? <Notice tone="bad">{t(`problem.${answer.problem}`)}</Notice> : null}
      <input type="hidden" name="next" value={next} />
      <Field
        name="name"
        label={t("yourName")}
        hint={t("yourNameHint")}
        autoComplete="name"
        required
        maxLength={200}
        defaultValue={answer.name}
        error={errorOf("name")}
      />
      <Field
        name="email"
        label={t("email")}
        type="email"
        autoComplete="username"
        required
        maxLength={320}
        defaultValue={answer.email}
        error={errorOf("email")}
      />
      <Field
        name="password"
        label={t("password")}
        hint={t("passwordHint")}
        type="password"
        autoComplete="new-password"
        required
        minLength={10}
        maxLength={200}
        error={errorOf("password")}
      />
      <p>
        <SubmitButton busy={t("oneMoment")}>{t("create")}</SubmitButton>
      </p>
    </form>
  );
}
