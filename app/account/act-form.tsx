"use client";

import { useActionState, type ReactNode } from "react";
import type { Said } from "#app/account/said.ts";
import { Notice } from "#components/Notice.tsx";

/** A form that says above itself what came of it. Works without scripts. */
export function ActForm(props: {
  act: (before: Said, data: FormData) => Promise<Said>;
  className?: string;
  children: ReactNode;
}) {
  const [said, send] = useActionState(props.act, null);
  return (
    <form action={send} className={props.className ?? "grid gap-5"}>
      {said ? <Notice tone={said.tone}>{said.text}</Notice> : null}
      {props.children}
    </form>
  );
}
