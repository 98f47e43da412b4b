"use client";

import { useTranslations } from "next-intl";

/** Opens the browser's printing; drawn by scripts alone, because without them it could do nothing. */
export function PrintButton() {
  const t = useTranslations("orders");
  return (
    <button type="button" className="button scripts-only" onClick={() => window.print()}>
      {t("print")}
    </button>
  );
}
