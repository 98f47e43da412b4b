import { useTranslations } from "next-intl";
import { useLanguage } from "#components/use-language.ts";
import type { ProgramOption } from "#lib/db/reads/program-paths.ts";
import { sayDay } from "#lib/domain/sentence.ts";

/** Gives the words for what is known of an option only sometimes; null where it is not. */
export function useOptionWords() {
  const t = useTranslations("program");
  const language = useLanguage();
  return {
    rating: ({ rating }: ProgramOption): string | null =>
      rating && t("rated", { average: Math.round(rating.average * 10) / 10, count: rating.count }),
    nextStart: ({ nextStart }: ProgramOption): string | null =>
      nextStart && sayDay(nextStart.at, { language, timeZone: nextStart.timeZone }),
  };
}
