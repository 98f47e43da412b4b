"use client";

import { useTranslations } from "next-intl";
import { setPassword } from "#app/reset-password/actions.ts";
import { useFormAnswer } from "#app/sign-in/use-form-answer.ts";
import { Field } from "#components/Field.tsx";
import { Notice } from "#components/Notice.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";

/** Takes a new password; `token` comes from the link in the mail. */
export function NewPasswordForm({ token }: { token: string }) {
  const t = useTranslations("signIn");
  const [answer, action] = useFormAnswer(setPassword);
  return (
    <form action={action} className="grid gap-5">
      {answer.problem && !answer.field ? <Notice tone="bad">{t(`problem.${answer.problem}`)}</Notice> : null}
      <input type="hidden" name="token" value={token} />
      <Field
        name="password"
        label={t("newPassword")}
        hint={t("newPasswordHint")}
        type="password"
        autoComplete="new-password"
        required
        minLength={10}
        maxLength={200}
        error={answer.field === "password" && answer.problem ? t(`problem.${answer.problem}`) : null}
      />
      <p>
        <SubmitButton busy={t("oneMoment")}>{t("setPassword")}</SubmitButton>
      </p>
    </form>
  );
}
