/**
 * The text of a lesson as its author writes it: a small part of Markdown, read into pieces that a page draws. There is no
 * HTML in it: what looks like a tag is text.
 *
 *   # Heading   ## Smaller   - list   1. list   > quote   ```code```   **strong**  *stress*  `code`  [words](https://…)
 */

export type TextPiece =
  | { kind: "text" | "strong" | "emphasis" | "code"; text: string }
  | { kind: "link"; text: string; href: string };

export type TextBlock =
  | { kind: "heading"; level: 2 | 3; pieces: TextPiece[] }
  | { kind: "paragraph" | "quote"; pieces: TextPiece[] }
  | { kind: "list"; ordered: boolean; items: TextPiece[][] }
  | { kind: "code"; text: string };

const FENCE = "```";
const HEADING = /^(#{1,3})\s+(.+)$/;
const BULLET = /^[-*]\s+(.+)$/;
const NUMBERED = /^\d{1,3}[.)]\s+(.+)$/;
const QUOTE = /^>\s?(.*)$/;
const PIECE = /\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|`([^`]+)`|\[([^\]]+)\]\(([^()\s]+)\)/g;

/** Reads a text into blocks. Never throws: what is no mark is text. */
export function readLessonText(source: string): TextBlock[] {
  const lines = source.replaceAll("\r\n", "\n").split("\n");
  const blocks: TextBlock[] = [];
  let at = 0;
  while (at < lines.length) {
    const { block, next } = readBlock(lines, at);
    if (block) blocks.push(block);
    at = next;
  }
  return blocks;
}

function readBlock(lines: readonly string[], at: number): { block: TextBlock | null; next: number } {
  const line = lines[at] ?? "";
  if (line.trim() === "") return { block: null, next: at + 1 };
  if (line.startsWith(FENCE)) return readCode(lines, at);
  const heading = HEADING.exec(line);
  if (heading) {
    const [, marks = "", text = ""] = heading;
    const level = marks.length === 1 ? 2 : 3;
    return { block: { kind: "heading", level, pieces: readPieces(text) }, next: at + 1 };
  }
  for (const [mark, ordered] of [
    [BULLET, false],
    [NUMBERED, true],
  ] as const) {
    const own = takeWhile(lines, at, mark);
    if (own.length > 0)
      return { block: { kind: "list", ordered, items: own.map(readPieces) }, next: at + own.length };
  }
  const quoted = takeWhile(lines, at, QUOTE);
  if (quoted.length > 0)
    return { block: { kind: "quote", pieces: readPieces(quoted.join(" ")) }, next: at + quoted.length };
  return readParagraph(lines, at);
}

function takeWhile(lines: readonly string[], at: number, mark: RegExp): string[] {
  const taken: string[] = [];
  for (let index = at; index < lines.length; index++) {
    const match = mark.exec(lines[index] ?? "");
    if (!match) break;
    taken.push(match[1] ?? "");
  }
  return taken;
}

function readCode(lines: readonly string[], at: number): { block: TextBlock; next: number } {
  const end = lines.findIndex((line, index) => index > at && line.startsWith(FENCE));
  const last = end < 0 ? lines.length : end;
  return { block: { kind: "code", text: lines.slice(at + 1, last).join("\n") }, next: last + 1 };
}

function readParagraph(lines: readonly string[], at: number): { block: TextBlock; next: number } {
  const isMark = (line: string) =>
    line.trim() === "" ||
    line.startsWith(FENCE) ||
    [HEADING, BULLET, NUMBERED, QUOTE].some((mark) => mark.test(line));
  let next = at + 1;
  while (next < lines.length && !isMark(lines[next] ?? "")) next++;
  const text = lines.slice(at, next).join(" ");
  return { block: { kind: "paragraph", pieces: readPieces(text) }, next };
}

function readPieces(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const match of text.matchAll(PIECE)) {
    if (match.index > from) pieces.push({ kind: "text", text: text.slice(from, match.index) });
    pieces.push(asPiece(match));
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ kind: "text", text: text.slice(from) });
  return pieces;
}

function asPiece([whole, strong, emphasis, code, words = "", href = ""]: RegExpExecArray): TextPiece {
  if (strong !== undefined) return { kind: "strong", text: strong };
  if (emphasis !== undefined) return { kind: "emphasis", text: emphasis };
  if (code !== undefined) return { kind: "code", text: code };
  // Only where it leads to the web: a script as an address stays text.
  return /^https?:\/\//i.test(href) && URL.canParse(href)
    ? { kind: "link", text: words, href }
    : { kind: "text", text: whole };
}
