import { MiniLine } from "#components/line/MiniLine.tsx";
import { inAList } from "#lib/domain/catalogue-words.ts";

/** One partner at one position of a path; several at one position are options. */
export interface PathStop {
  sequenceOrder: number;
  partner: { slug: string; name: string };
}

/** Draws a program's path as a thumbnail; options of one position share a stop. */
export function ProgramLine({ path }: { path: readonly PathStop[] }) {
  const positions = [...Map.groupBy(path, (option) => option.sequenceOrder)];
  const stops = positions.map(([position, options]) => ({
    key: String(position),
    partners: [...new Set(options.map((option) => option.partner.slug))],
    state: "ahead" as const,
  }));
  return (
    <MiniLine stops={stops} terminus="ahead" label={pathLabel(positions.map(([, options]) => options))} />
  );
}

/** Says a path in words: `2 steps: HSI, then Certiport or CareerSafe`. */
export function pathLabel(positions: readonly (readonly PathStop[])[]): string {
  const names = positions.map((options) => [...new Set(options.map((o) => o.partner.name))].join(" or "));
  const count = positions.length === 1 ? "1 step" : `${positions.length} steps`;
  return names.length === 0 ? "No steps yet" : `${count}: ${names.join(", then ")}`;
}

/** Names the partners of a path: `HSI, Certiport and CareerSafe`. */
export function partnersOf(path: readonly PathStop[]): string {
  return inAList([...new Set(path.map((option) => option.partner.name))]);
}
