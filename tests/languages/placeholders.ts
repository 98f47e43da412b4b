/** What a message in ICU syntax wants to be given. */

export interface Wanted {
  /** Name to how it is written: `text`, `number`, `plural`, `select`. */
  values: Map<string, string>;
  /** Names of tags that the page fills. */
  tags: Set<string>;
}

/** Reads the placeholders of a message. Throws where braces do not match. */
export function placeholdersOf(message: string): Wanted {
  const wanted: Wanted = { values: new Map(), tags: new Set() };
  for (const [, tag = ""] of message.matchAll(/<(\w+)>/g)) wanted.tags.add(tag);
  const end = readMessage(message, 0, wanted);
  if (end !== message.length) throw new Error(`a brace too many: ${message}`);
  return wanted;
}

/** Says the same of two messages when, and only when, they want the same. */
export function signatureOf(message: string): string {
  const { values, tags } = placeholdersOf(message);
  return [...values.keys(), ...[...tags].map((tag) => `<${tag}>`)].toSorted().join(" ");
}

function readMessage(text: string, start: number, wanted: Wanted): number {
  let at = start;
  while (at < text.length && text[at] !== "}")
    at = text[at] === "{" ? readArgument(text, at, wanted) : at + 1;
  return at;
}

function readArgument(text: string, start: number, wanted: Wanted): number {
  const head = /\{\s*(\w+)\s*(?:,\s*(\w+)\s*)?([,}])/y;
  head.lastIndex = start;
  const found = head.exec(text);
  if (!found) throw new Error(`no placeholder at ${start}: ${text}`);
  const [, name = "", kind = "text", next] = found;
  wanted.values.set(name, kind);
  return next === "}" ? head.lastIndex : readChoices(text, head.lastIndex, wanted);
}

/** `one {…} other {…}}`; each choice is a message of its own. */
function readChoices(text: string, start: number, wanted: Wanted): number {
  let at = start;
  while (text[at] !== "}") {
    if (at >= text.length) throw new Error(`a brace is missing: ${text}`);
    at = text[at] === "{" ? readMessage(text, at + 1, wanted) + 1 : at + 1;
  }
  return at + 1;
}
