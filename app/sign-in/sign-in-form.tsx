"use client";

import { signIn } from "#app/sign-in/actions.ts";
import { useFormAnswer } from "#app/sign-in/use-form-answer.ts";
import { Field } from "#components/Field.tsx";
import { Notice } from "#components/Notice.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";

/** Signs in with a password, or sends a link with the other button. */
export function SignInForm({ next }: { next: string }) {
  const [answer, action] = useFormAnswer(signIn);
  if (answer.done === "link")
    return (
      <Notice tone="good" title="Look into your mail">
        <p>
          If {answer.email} has an account here, a link to sign in is on its way, usually within a minute. It
          works once, for 15 minutes.
        </p>
      </Notice>
    );
  return (
    <form action={action} className="grid gap-5">
      {answer.problem && !answer.field ? <Notice tone="bad">{answer.problem}</Notice> : null}
      <input type="hidden" name="next" value={next} />
      <Field
        name="email"
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        maxLength={320}
        defaultValue={answer.email}
        error={answer.field === "email" ? answer.problem : null}
      />
      <Field
        name="password"
        label="Password"
        type="password"
        autoComplete="current-password"
        required
        maxLength={200}
      />
      <p className="flex flex-wrap gap-3">
        <SubmitButton busy="Signing in…" name="how" value="password">
          Sign in
        </SubmitButton>
        <SubmitButton busy="Sending…" name="how" value="link" className="" skipChecks>
          E-mail me a link instead
        </SubmitButton>
      </p>
    </form>
  );
}
