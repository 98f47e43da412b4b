/** HTML as a value: what is put into an `html` template is text unless it is such a value itself. */

/** A piece of finished markup; made by `html` only. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }

  toString(): string {
    return this.markup;
  }
}

export type HtmlValue = string | number | Html | readonly Html[] | null;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/** Puts values into markup, as text: safe between tags and inside quoted attributes. `null` leaves nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(parts.map((part, at) => (at === 0 ? part : toMarkup(values[at - 1]!) + part)).join(""));
}

function toMarkup(value: HtmlValue): string {
  if (value === null) return "";
  if (value instanceof Html) return value.markup;
  if (typeof value === "object") return value.map((piece) => piece.markup).join("");
  return String(value).replace(/[&<>"'`]/g, (character) => ENTITIES[character]!);
}
