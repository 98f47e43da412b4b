import { describe, expect, test } from "vitest";
import { readLessonText } from "#lib/domain/lesson-text.ts";

const text = (value: string) => ({ kind: "text", text: value });

test("headings, paragraphs, lists, quotes and code are blocks", () => {
  const source = `# Title
First line
goes on

- one
- two
1. a
2. b
> said
> and done
\`\`\`
<b>code</b>
\`\`\`
### Small`;
  expect(readLessonText(source)).toEqual([
    { kind: "heading", level: 2, pieces: [text("Title")] },
    { kind: "paragraph", pieces: [text("First line goes on")] },
    { kind: "list", ordered: false, items: [[text("one")], [text("two")]] },
    { kind: "list", ordered: true, items: [[text("a")], [text("b")]] },
    { kind: "quote", pieces: [text("said and done")] },
    { kind: "code", text: "<b>code</b>" },
    { kind: "heading", level: 3, pieces: [text("Small")] },
  ]);
});

test("marks inside a line are pieces", () => {
  expect(readLessonText("A **strong** and *soft* `x` [here](https://example.com/a?b=1).")).toEqual([
    {
      kind: "paragraph",
      pieces: [
        text("A "),
        { kind: "strong", text: "strong" },
        text(" and "),
        { kind: "emphasis", text: "soft" },
        text(" "),
        { kind: "code", text: "x" },
        text(" "),
        { kind: "link", text: "here", href: "https://example.com/a?b=1" },
        text("."),
      ],
    },
  ]);
});

describe("what is no mark stays text", () => {
  test.each([
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,hi)",
    "[x](//evil.example)",
    "2 * 3 * 4",
    "#nospace",
    "**open",
  ])("%s", (source) => {
    const [block] = readLessonText(source);
    expect(block?.kind).toBe("paragraph");
    const pieces = block?.kind === "paragraph" ? block.pieces : [];
    expect(pieces.map((piece) => piece.text).join("")).toBe(source);
    expect(pieces.some((piece) => piece.kind === "link")).toBe(false);
  });
});

test("an open fence holds the rest, and nothing is lost of windows line ends", () => {
  expect(readLessonText("a\r\n\r\nb\r\n```\r\nc")).toEqual([
    { kind: "paragraph", pieces: [text("a")] },
    { kind: "paragraph", pieces: [text("b")] },
    { kind: "code", text: "c" },
  ]);
});

test("a long text of marks is read in no time", () => {
  const startedAt = performance.now();
  readLessonText("**a ".repeat(12_000));
  readLessonText("[a](".repeat(12_000));
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
