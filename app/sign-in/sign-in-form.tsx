"use client";

import { useTranslations } from "next-intl";
import { signIn } from "#app/sign-in/actions.ts";
import { useFormAnswer } from "#app/sign-in/use-form-answer.ts";
import { Field } from "#components/Field.tsx";
import { Notice } from "#components/Notice.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";

/** Signs in with a password, or sends a link with the other button. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations("signIn");
  const [answer, action] = useFormAnswer(signIn);
  if (answer.done === "link")
    return (
      <Notice tone="good" title={t("linkSent")}>
        <p>{t("signInLinkSentIf", { email: answer.email })}</p>
      </Notice>
    );
  return (
    <form action={action} className="grid gap-5">
      {answer.problem && !answer.field ? <Notice tone="bad">{t(`problem.${answer.problem}`)}</Notice> : null}
      <input type="hidden" name="next" value={next} />
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
      <Field
        name="password"
        label={t("password")}
        type="password"
        autoComplete="current-password"
        required
        maxLength={200}
      />
      <p className="flex flex-wrap gap-3">
        <SubmitButton busy={t("signingIn")} name="how" value="password">
          {t("signIn")}
        </SubmitButton>
        <SubmitButton busy={t("sending")} name="how" value="link" className="" skipChecks>
          {t("linkInstead")}
        </SubmitButton>
      </p>
    </form>
  );
}
