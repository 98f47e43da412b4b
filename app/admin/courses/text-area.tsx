/** Several lines to fill in, with the label above and a hint between. */
export function TextArea(props: {
  name: string;
  label: string;
  hint?: string;
  rows: number;
  defaultValue?: string;
  maxLength?: number;
}) {
  const { label, hint, name, ...area } = props;
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
      <textarea
        {...area}
        id={name}
        name={name}
        className="field"
        aria-describedby={hint ? `${name}-hint` : undefined}
      />
    </div>
  );
}
