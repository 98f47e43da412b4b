"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { PlainLink } from "#components/PlainLink.tsx";

/** What a page shows when it broke. The error itself is in the server's log, with the same digest. */
export default function PageError({ error }: { error: Error & { digest?: string } }) {
  const t = useTranslations("errors");
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <div className="max-w-2xl">
      <h1 ref={title} tabIndex={-1}>
        {t("title")}
      </h1>
      <p className="mt-4 text-lg">{t("ours")}</p>
      {error.digest ? (
        <p className="mt-2 text-ink-soft">
          {t.rich("reference", { digest: () => <span className="figures">{error.digest}</span> })}
        </p>
      ) : null}
      <p className="mt-6 flex flex-wrap gap-3">
        <button type="button" className="button button-primary" onClick={askAgain}>
          {t("again")}
        </button>
        <PlainLink href="/" className="button">
          {t("startPage")}
        </PlainLink>
      </p>
    </div>
  );
}

/** Loads the page anew: the framework's own reset would draw what the server said before. */
function askAgain(): void {
  window.location.reload();
}
