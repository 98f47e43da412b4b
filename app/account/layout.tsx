import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { NavTab } from "#components/NavTab.tsx";

export default function AccountLayout({ children }: { children: ReactNode }) {
  const t = useTranslations("account");
  return (
    <div className="max-w-2xl">
      <h1>{t("title")}</h1>
      <nav aria-label={t("sections")} className="mt-4 flex flex-wrap gap-x-6 border-b border-edge pb-2">
        <NavTab href="/account">{t("preferences")}</NavTab>
        <NavTab href="/account/profile">{t("profile")}</NavTab>
        <NavTab href="/account/notifications">{t("notifications")}</NavTab>
        <NavTab href="/account/orders">{t("orders")}</NavTab>
        <NavTab href="/account/passkeys">{t("passkeys")}</NavTab>
        <NavTab href="/account/devices">{t("devices")}</NavTab>
        <NavTab href="/account/data">{t("data")}</NavTab>
      </nav>
      <div className="mt-8">{children}</div>
    </div>
  );
}
