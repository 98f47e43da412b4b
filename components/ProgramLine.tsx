import { useTranslations } from "next-intl";
import { MiniLine } from "#components/line/MiniLine.tsx";
import { useLanguage } from "#components/use-language.ts";
import type { Language } from "#lib/domain/language.ts";
import { sayList } from "#lib/domain/sentence.ts";

/** One partner at one position of a path; several at one position are options. */
export interface PathStop {
  sequenceOrder: number;
  partner: { slug: string; name: string };
}

/** Draws a program's path as a thumbnail; options of one position share a stop. */
export function ProgramLine({ path }: { path: readonly PathStop[] }) {
  const label = usePathInWords();
  const positions = [...Map.groupBy(path, (option) => option.sequenceOrder)];
  const stops = positions.map(([position, options]) => ({
    key: String(position),
    partners: [...new Set(options.map((option) => option.partner.slug))],
    state: "ahead" as const,
  }));
  return <MiniLine stops={stops} terminus="ahead" label={label(positions.map(([, options]) => options))} />;
}

/** Says a path in words: `2 steps: HSI, then Certiport or CareerSafe`. */
function usePathInWords(): (positions: readonly (readonly PathStop[])[]) => string {
  const t = useTranslations("catalogue");
  const language = useLanguage();
  return (positions) => {
    if (positions.length === 0) return t("noSteps");
    const names = positions.map((options) => sayList(partnerNames(options), language, "disjunction"));
    const stops = names.reduce((before, next) => t("then", { before, next }));
    return t("pathInWords", { count: positions.length, stops });
  };
}

/** Names the partners of a path: `HSI, Certiport and CareerSafe`. */
export function partnersOf(path: readonly PathStop[], language: Language): string {
  return sayList(partnerNames(path), language);
}

function partnerNames(path: readonly PathStop[]): string[] {
  return [...new Set(path.map((option) => option.partner.name))];
}
