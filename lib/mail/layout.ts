/** The one layout of all mails: 600 px wide, readable in light and dark, without images or scripts. */
import type { MailContent, MailLocale } from "#lib/mail/content.ts";
import { html, Html } from "#lib/mail/html.ts";

/** What stands around the content. */
export interface MailFrame {
  locale: MailLocale;
  schoolName: string;
  greeting: string | null;
  footer: string;
}

const FONT =
  "'Atkinson Hyperlegible Next','Atkinson Hyperlegible',-apple-system,'Segoe UI',Helvetica,Arial,sans-serif";

// Inline styles are what every mail program reads; the sheet adds dark colours and narrow screens where it is read.
const SHEET = new Html(`
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (max-width: 620px) { .card { padding: 28px 22px !important; } }
  @media (prefers-color-scheme: dark) {
    .page { background: #10161d !important; }
    .card { background: #18212b !important; border-color: #2b3743 !important; }
    .ink { color: #eef2f5 !important; }
    .quiet { color: #a9b5c0 !important; }
    .rule { border-color: #2b3743 !important; }
    .link { color: #6cc9c1 !important; }
    .button { background: #6cc9c1 !important; color: #0c1a19 !important; }
  }`);

/** Lays a mail out as a whole HTML document. */
export function layoutHtml(content: MailContent, frame: MailFrame): string {
  return html`<!doctype html>
    <html lang="${frame.locale.lang}" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>${content.subject}</title>
        <style>
          ${SHEET}
        </style>
      </head>
      <body class="page" style="margin:0;padding:0;background:#f3f5f6;">
        <div style="display:none;max-height:0;overflow:hidden;">${content.preview}</div>
        <div role="main">
          <table
            role="presentation"
            class="page"
            width="100%"
            cellpadding="0"
            cellspacing="0"
            border="0"
            style="background:#f3f5f6;"
          >
            <tr>
              <td align="center" style="padding:32px 12px;">
                <table
                  role="presentation"
                  width="600"
                  cellpadding="0"
                  cellspacing="0"
                  border="0"
                  style="width:100%;max-width:600px;"
                >
                  <tr>
                    <td class="ink" style="padding:0 4px 16px;${text(17, "#16202e")}font-weight:700;">
                      ${frame.schoolName}
                    </td>
                  </tr>
                  <tr>
                    <td
                      class="card"
                      style="padding:40px;background:#ffffff;border:1px solid #dfe4e8;border-radius:12px;"
                    >
                      <h1
                        class="ink"
                        style="margin:0 0 20px;${text(26, "#16202e")}line-height:1.25;font-weight:700;"
                      >
                        ${content.heading}
                      </h1>
                      ${[frame.greeting, ...content.paragraphs].map(paragraph)}${facts(content)}${action(content, frame)}${(content.notes ?? []).map(note)}
                    </td>
                  </tr>
                  <tr>
                    <td class="quiet" style="padding:20px 4px 0;${text(14, "#56616f")}">${frame.footer}</td>
                  </tr>
                </table>
              </td>
            </tr>
          </table>
        </div>
      </body>
    </html> `.markup;
}

/** Lays a mail out as plain text, with the same words in the same order. */
export function layoutText(content: MailContent, frame: MailFrame): string {
  const blocks = [
    content.heading,
    ...(frame.greeting === null ? [] : [frame.greeting]),
    ...content.paragraphs,
    ...(content.facts ? [content.facts.map(([label, value]) => `${label}: ${value}`).join("\n")] : []),
    ...(content.action ? [`${content.action.label}:\n${content.action.url}`] : []),
    ...(content.notes ?? []),
    `-- \n${frame.footer}`,
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** Trusted pieces of an inline style; never made from data. */
function text(size: number, color: string): Html {
  return new Html(`font-family:${FONT};font-size:${size}px;line-height:1.55;color:${color};`);
}

function paragraph(words: string | null): Html {
  if (words === null) return html``;
  return html`<p class="ink" style="margin:0 0 16px;${text(17, "#16202e")}">${words}</p> `;
}

function note(words: string): Html {
  return html`<p class="quiet" style="margin:16px 0 0;${text(15, "#56616f")}">${words}</p> `;
}

function facts({ facts: list }: MailContent): Html | null {
  if (!list) return null;
  const rows = list.map(
    ([label, value]) =>
      html`<tr>
        <th
          scope="row"
          align="left"
          class="quiet rule"
          style="padding:10px 16px 10px 0;border-top:1px solid #dfe4e8;${text(15, "#56616f")}font-weight:400;vertical-align:top;"
        >
          ${label}
        </th>
        <td
          class="ink rule"
          style="padding:10px 0;border-top:1px solid #dfe4e8;${text(15, "#16202e")}vertical-align:top;word-break:break-word;"
        >
          ${value}
        </td>
      </tr> `,
  );
  return html`<table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 16px;">
    ${rows}
  </table> `;
}

function action({ action: next }: MailContent, { locale }: MailFrame): Html | null {
  if (!next) return null;
  return html`<p style="margin:28px 0 24px;">
      <a
        class="button"
        href="${next.url}"
        style="display:inline-block;padding:13px 24px;background:#0b6b66;border-radius:8px;${text(17, "#ffffff")}font-weight:700;text-decoration:none;"
        >${next.label}</a
      >
    </p>
    <p class="quiet" style="margin:0;${text(14, "#56616f")}">
      ${locale.linkHint}<br /><a class="link" href="${next.url}" style="color:#0b6b66;word-break:break-all;"
        >${next.url}</a
      >
    </p> `;
}
