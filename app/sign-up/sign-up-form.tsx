"use client";

import { useFormAnswer } from "#app/sign-in/use-form-answer.ts";
import { signUp } from "#app/sign-up/actions.ts";
import { Field } from "#components/Field.tsx";
import { Notice } from "#components/Notice.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";

/** Opens an account: name, e-mail, password. */
export function SignUpForm({ next }: { next: string }) {
  const [answer, action] = useFormAnswer(signUp);
  if (answer.done === "created")
    return (
      <Notice tone="good" title="Confirm your e-mail address">
        <p>
          We have sent a link to {answer.email}, usually there within a minute. Open it to go on. If you had
          an account with this address before, sign in instead.
        </p>
      </Notice>
    );
  const errorOf = (field: string) => (answer.field === field ? answer.problem : null);
  return (
    <form action={action} className="grid gap-5">
      {answer.problem && !answer.field ? <Notice tone="bad">{answer.problem}</Notice> : null}
      <input type="hidden" name="next" value={next} />
      <Field
        name="name"
        label="Your name"
        hint="As it should stand on your certificate."
        autoComplete="name"
        required
        maxLength={200}
        defaultValue={answer.name}
        error={errorOf("name")}
      />
      <Field
        name="email"
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        maxLength={320}
        defaultValue={answer.email}
        error={errorOf("email")}
      />
      <Field
        name="password"
        label="Password"
        hint="At least 10 characters. A few unrelated words do well."
        type="password"
        autoComplete="new-password"
        required
        minLength={10}
        maxLength={200}
        error={errorOf("password")}
      />
      <p>
        <SubmitButton busy="One moment…">Create account</SubmitButton>
      </p>
    </form>
  );
}
