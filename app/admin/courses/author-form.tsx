"use client";

import { useActionState, useEffect, type ReactNode } from "react";
import { NO_ANSWER, type AuthorAnswer } from "#app/admin/courses/form-answer.ts";
import { Notice } from "#components/Notice.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";

/** A form of an author: says what is wrong or that it is saved, and goes on where the answer leads. What was typed stays. */
export function AuthorForm(props: {
  act: (before: AuthorAnswer, data: FormData) => Promise<AuthorAnswer>;
  button: string;
  children: ReactNode;
}) {
  const [answer, send, isPending] = useActionState(props.act, NO_ANSWER);
  useEffect(() => {
    if (answer.goTo) window.location.assign(answer.goTo);
  }, [answer]);
  return (
    <form
      action={send}
      // React empties a form whose action is over; an author's words are kept instead.
      onReset={(event) => event.preventDefault()}
      className="grid max-w-2xl gap-5"
    >
      {answer.problem ? <Notice tone="bad">{answer.problem}</Notice> : null}
      {answer.done && !isPending ? <Notice tone="good">{answer.done}</Notice> : null}
      {props.children}
      <p>
        <SubmitButton busy="Saving…">{props.button}</SubmitButton>
      </p>
    </form>
  );
}
