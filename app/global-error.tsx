"use client";

import "#app/globals.css";

/** What is shown when even the frame of the page broke, for instance without a database. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en" className="font-sans">
      <head>
        <title>This page did not work · Baton</title>
      </head>
      <body>
        <main className="mx-auto w-full max-w-2xl px-4 py-16">
          <h1>This page did not work</h1>
          <p className="mt-4 text-lg">
            Something went wrong on our side, and whoever runs this site can see it. Try again in a minute.
          </p>
          {error.digest ? <p className="mt-2 text-ink-soft">Reference: {error.digest}</p> : null}
          <p className="mt-6">
            {/* oxlint-disable-next-line nextjs/no-html-link-for-pages -- the router may be what broke */}
            <a href="/" className="button button-primary">
              Start page
            </a>
          </p>
        </main>
      </body>
    </html>
  );
}
