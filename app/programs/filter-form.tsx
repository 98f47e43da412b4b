"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef, useTransition, type FormEvent, type ReactNode } from "react";

/** Typing waits this long for the next letter before it asks. */
const TYPING_PAUSE_MS = 250;

/** A form whose answers live in the address. With scripts each change shows at once; without, a button sends it. */
export function FilterForm(props: { action: string; label: string; children: ReactNode }) {
  const router = useRouter();
  const query = useSearchParams();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<number | undefined>(undefined);
  const [isPending, startTransition] = useTransition();

  useEffect(() => showAnswers(form.current, query), [query]);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const ask = (how: "push" | "replace") => {
    window.clearTimeout(timer.current);
    if (!form.current) return;
    const address = addressOf(props.action, new FormData(form.current));
    startTransition(() => router[how](address, { scroll: false }));
  };
  const askSoon = (event: FormEvent) => {
    const isTyping = (event.target as HTMLElement).matches("input[type=search]");
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => ask("replace"), isTyping ? TYPING_PAUSE_MS : 0);
  };

  return (
    <search>
      <form
        ref={form}
        action={props.action}
        aria-label={props.label}
        aria-busy={isPending}
        onInput={askSoon}
        onSubmit={(event) => {
          event.preventDefault();
          ask("push");
        }}
        className="grid grid-cols-2 items-end gap-x-3 gap-y-4 lg:grid-cols-1"
      >
        {props.children}
      </form>
    </search>
  );
}

function addressOf(path: string, answers: FormData): string {
  const given = [...answers].filter(([, value]) => typeof value === "string" && value !== "");
  const query = new URLSearchParams(given as [string, string][]).toString();
  return query ? `${path}?${query}` : path;
}

/** After going back the fields say what the address says; the one being typed in is left alone. */
function showAnswers(form: HTMLFormElement | null, query: URLSearchParams): void {
  for (const field of form?.elements ?? []) {
    const isAnswer = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
    if (isAnswer && field !== document.activeElement) field.value = query.get(field.name) ?? "";
  }
}
