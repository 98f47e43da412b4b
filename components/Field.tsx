import type { HTMLInputAutoCompleteAttribute } from "react";

/** One line to fill in, with its label above and, when something is wrong, the reason below the label. */
export function Field(props: {
  name: string;
  label: string;
  type?: "text" | "email" | "password" | "search" | "tel";
  hint?: string;
  error?: string | null;
  defaultValue?: string | undefined;
  autoComplete?: HTMLInputAutoCompleteAttribute;
  required?: boolean;
  minLength?: number;
  maxLength?: number;
}) {
  const { label, hint, error, name, ...input } = props;
  const notes = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ");
  return (
    <div className="grid gap-1.5">
      <label htmlFor={name} className="font-semibold">
        {label}
      </label>
      {hint ? (
        <p id={`${name}-hint`} className="text-ink-soft">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${name}-error`} className="font-semibold text-bad">
          {error}
        </p>
      ) : null}
      <input
        {...input}
        id={name}
        name={name}
        className="field"
        aria-invalid={error ? true : undefined}
        aria-describedby={notes || undefined}
      />
    </div>
  );
}
