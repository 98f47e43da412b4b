import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import "#app/globals.css";
import { SiteFooter } from "#components/SiteFooter.tsx";
import { SiteHeader } from "#components/SiteHeader.tsx";
import { findCurrentViewer } from "#app/viewer.ts";
import { loadConfig } from "#lib/config.ts";

export function generateMetadata(): Metadata {
  const name = loadConfig().SCHOOL_NAME;
  return {
    title: { default: name, template: `%s · ${name}` },
    description: "Training programs across partners, from enrollment to certificate on one line.",
  };
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f5f7f7" },
    { media: "(prefers-color-scheme: dark)", color: "#10171d" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const viewer = await findCurrentViewer();
  const schoolName = loadConfig().SCHOOL_NAME;
  return (
    <html lang="en" className="font-sans">
      <body>
        <a
          href="#main"
          className="button button-primary sr-only z-10 focus:not-sr-only focus:absolute focus:m-2 focus:px-5 focus:py-2"
        >
          Skip to the page
        </a>
        <SiteHeader viewer={viewer} schoolName={schoolName} />
        <main id="main" tabIndex={-1} className="mx-auto w-full max-w-6xl flex-1 px-4 py-8 sm:px-6 sm:py-12">
          {children}
        </main>
        <SiteFooter schoolName={schoolName} />
      </body>
    </html>
  );
}
