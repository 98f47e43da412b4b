"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { PlainLink } from "#components/PlainLink.tsx";

/** What a page shows when it broke. The error itself is in the server's log, with the same digest. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
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
        <button type="button" className="button button-primary" onClick={reset}>
          {t("again")}
        </button>
        <PlainLink href="/" className="button">
          {t("startPage")}
        </PlainLink>
      </p>
    </div>
  );
}
