"use client";

import "#app/globals.css";

/** The frame is what knows the reader's language: without it, both are said. */
const SAID = [
  {
    lang: "en",
    title: "This page did not work",
    text: "Something went wrong on our side, and whoever runs this site can see it. Try again in a minute.",
    reference: "Reference",
    start: "Start page",
  },
  {
    lang: "es",
    title: "Esta página no funcionó",
    text: "Algo falló de nuestro lado, y quien administra este sitio puede verlo. Vuelve a intentarlo en un minuto.",
    reference: "Referencia",
    start: "Página de inicio",
  },
];

/** What is shown when even the frame of the page broke, for instance without a database. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en" className="font-sans">
      <head>
        <title>This page did not work · Baton</title>
      </head>
      <body>
        <main className="mx-auto grid w-full max-w-2xl gap-12 px-4 py-16">
          {SAID.map(({ lang, title, text, reference, start }) => (
            <section key={lang} lang={lang}>
              <h1>{title}</h1>
              <p className="mt-4 text-lg">{text}</p>
              {error.digest ? (
                <p className="mt-2 text-ink-soft">
                  {reference}: {error.digest}
                </p>
              ) : null}
              <p className="mt-6">
                {/* oxlint-disable-next-line nextjs/no-html-link-for-pages -- the router may be what broke */}
                <a href="/" className="button button-primary">
                  {start}
                </a>
              </p>
            </section>
          ))}
        </main>
      </body>
    </html>
  );
}
