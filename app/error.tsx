"use client";

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
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <div className="max-w-2xl">
      <h1 ref={title} tabIndex={-1}>
        This page did not work
      </h1>
      <p className="mt-4 text-lg">
        Something went wrong on our side, and whoever runs this site can see it. Nothing you did was lost. Try
        again in a minute.
      </p>
      {error.digest ? (
        <p className="mt-2 text-ink-soft">
          Reference: <span className="figures">{error.digest}</span>
        </p>
      ) : null}
      <p className="mt-6 flex flex-wrap gap-3">
        <button type="button" className="button button-primary" onClick={reset}>
          Try again
        </button>
        <PlainLink href="/" className="button">
          Start page
        </PlainLink>
      </p>
    </div>
  );
}
