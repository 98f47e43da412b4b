import { useTranslations } from "next-intl";
import { useLanguage } from "#components/use-language.ts";
import type { Program } from "#lib/db/reads/programs.ts";
import { optionPrice, type PricedOption } from "#lib/domain/offer-price.ts";
import { sayMoney } from "#lib/domain/sentence.ts";

/** Gives the words for what an option costs: the whole program with it, or what it adds where other choices count too. */
export function useOptionPrice(program: Pick<Program, "priceCents" | "currency" | "path">) {
  const t = useTranslations("program");
  const language = useLanguage();
  return (option: PricedOption): string => {
    const { kind, cents } = optionPrice(program.priceCents, program.path, option);
    const amount = sayMoney({ cents, currency: program.currency }, language);
    if (kind === "total") return cents === 0 ? t("free") : t("inAll", { amount });
    return cents === 0 ? t("noExtra") : t("extra", { amount });
  };
}
