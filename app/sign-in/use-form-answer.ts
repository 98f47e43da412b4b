"use client";

import { useActionState, useEffect } from "react";
import { NOTHING_YET, type FormAnswer } from "#app/sign-in/form-answer.ts";

type Act = (before: FormAnswer, data: FormData) => Promise<FormAnswer>;

/** Sends a form to an action, keeps its answer, and goes where the answer leads; as a full load, because all of the page is another one then. */
export function useFormAnswer(act: Act): [FormAnswer, (data: FormData) => void] {
  const [answer, send] = useActionState(act, NOTHING_YET);
  useEffect(() => {
    if (answer.goTo) window.location.assign(answer.goTo);
  }, [answer]);
  return [answer, send];
}
