"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";

/**
 * Sends the form it stands in; while that runs it says so and sends nothing twice. With `name` and `value` it
 * tells the form which button was pressed; `skipChecks` lets fields stay empty that this button does not need.
 */
export function SubmitButton(props: {
  children: ReactNode;
  busy: string;
  className?: string;
  name?: string;
  value?: string;
  skipChecks?: boolean;
  /** Says more than the button shows, where several read alike. */
  label?: string;
}) {
  const { pending, data } = useFormStatus();
  const isMine = !props.name || data?.get(props.name) === props.value;
  return (
    <button
      type="submit"
      name={props.name}
      value={props.value}
      formNoValidate={props.skipChecks}
      className={`button ${props.className ?? "button-primary"}`}
      aria-disabled={pending}
      aria-label={props.label}
      onClick={(event) => {
        if (pending) event.preventDefault();
      }}
    >
      {pending && isMine ? props.busy : props.children}
    </button>
  );
}
