/** HTML as template strings in which every inserted text is escaped. */

/** Text that is already safe HTML. Only `html` makes it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Insert = Html | string | number | null | undefined | false | readonly Insert[];

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Builds HTML; inserted texts are escaped, inserted Html is kept, lists are joined, null and false give nothing. */
export function html(strings: TemplateStringsArray, ...inserts: Insert[]): Html {
  return new Html(strings.reduce((text, part, at) => text + part + render(inserts[at]), ""));
}

/** Answers with a whole page. Nothing may be framed, scripted or loaded from elsewhere. */
export function htmlPage(
  page: { title: string; lang?: string; styles: string; body: Html },
  status = 200,
): Response {
  const markup = html`<!doctype html>
    <html lang="${page.lang ?? "en"}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title}</title>
        <style>
          ${new Html(page.styles)}
        </style>
      </head>
      <body>
        ${page.body}
      </body>
    </html>`;
  return new Response(markup.text, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'",
    },
  });
}

function render(insert: Insert): string {
  if (insert === null || insert === undefined || insert === false) return "";
  if (insert instanceof Html) return insert.text;
  if (typeof insert === "string") return insert.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char);
  if (typeof insert === "number") return String(insert);
  return insert.map(render).join("");
}
