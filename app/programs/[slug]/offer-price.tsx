"use client";

import { useTranslations } from "next-intl";
import { useChoice, type OfferedOption } from "#app/programs/[slug]/use-choice.ts";
import { useLanguage } from "#components/use-language.ts";
import { pathPrice } from "#lib/domain/offer-price.ts";
import { sayMoney } from "#lib/domain/sentence.ts";

/** Writes what the program costs with the options chosen so far; the order is priced by the same rule. */
export function OfferPrice(props: { priceCents: number; currency: string; path: readonly OfferedOption[] }) {
  const t = useTranslations("program");
  const language = useLanguage();
  const { cents, isFrom } = pathPrice(props.priceCents, props.path, useChoice(props.path));
  const amount = cents === 0 ? t("free") : sayMoney({ cents, currency: props.currency }, language);
  return <output>{isFrom ? t("fromPrice", { amount }) : amount}</output>;
}
