import { useSay } from "#components/use-say.ts";
import type { Tone } from "#lib/domain/order-status.ts";
import type { Sentence } from "#lib/domain/sentence.ts";

const LOOKS: Record<Tone, { className: string; sign: string }> = {
  good: { className: "bg-tint-good text-good", sign: "✓" },
  waiting: { className: "bg-tint-waiting text-ink", sign: "●" },
  bad: { className: "bg-tint-bad text-bad", sign: "!" },
  quiet: { className: "bg-ground text-ink-soft", sign: "○" },
};

/** Writes a state in two or three words; tone and sign only repeat what the words say. */
export function StatusTag({ label, tone }: { label: string | Sentence; tone: Tone }) {
  const say = useSay();
  const { className, sign } = LOOKS[tone];
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-[0.9375rem] leading-6 font-semibold whitespace-nowrap ${className}`}
    >
      <span aria-hidden="true">{sign}</span>
      {typeof label === "string" ? label : say(label)}
    </span>
  );
}
