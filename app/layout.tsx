import type { Metadata, Viewport } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ForBrowser } from "#app/i18n/for-browser.tsx";
import "#app/globals.css";
import { currentLanguage } from "#app/i18n/preferences.ts";
import { RememberTimeZone } from "#components/RememberTimeZone.tsx";
import { SiteFooter } from "#components/SiteFooter.tsx";
import { SiteHeader } from "#components/SiteHeader.tsx";
import { findCurrentViewer } from "#app/viewer.ts";
import { loadConfig } from "#lib/config.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("frame");
  const name = loadConfig().SCHOOL_NAME;
  return { title: { default: name, template: `%s · ${name}` }, description: t("description") };
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f5f7f7" },
    { media: "(prefers-color-scheme: dark)", color: "#10171d" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const viewer = await findCurrentViewer();
  const t = await getTranslations("frame");
  const schoolName = loadConfig().SCHOOL_NAME;
  return (
    <html lang={await currentLanguage()} className="font-sans">
      <body>
        <a
          href="#main"
          className="button button-primary sr-only z-10 focus:not-sr-only focus:absolute focus:m-2 focus:px-5 focus:py-2"
        >
          {t("skip")}
        </a>
        <SiteHeader viewer={viewer} schoolName={schoolName} />
        <main id="main" tabIndex={-1} className="mx-auto w-full max-w-6xl flex-1 px-4 py-8 sm:px-6 sm:py-12">
          <ForBrowser rooms={["errors"]}>{children}</ForBrowser>
        </main>
        <SiteFooter schoolName={schoolName} />
        <RememberTimeZone />
      </body>
    </html>
  );
}
