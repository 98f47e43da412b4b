import type { ReactNode } from "react";

/** Says that there is nothing here, why, and what to do next. */
export function EmptyState({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="card max-w-2xl px-6 py-8">
      <p className="text-lg font-bold">{title}</p>
      <div className="mt-2 grid justify-items-start gap-4 text-ink-soft">{children}</div>
    </div>
  );
}
