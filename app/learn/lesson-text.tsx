import type { ReactNode } from "react";
import { readLessonText, type TextBlock, type TextPiece } from "#lib/domain/lesson-text.ts";

/** Draws the text of a lesson. Everything in it is text or a link to the web. */
export function LessonText({ source }: { source: string }) {
  return <div className="grid max-w-[65ch] gap-4">{withKeys(readLessonText(source).map(drawBlock))}</div>;
}

function drawBlock(block: TextBlock): ReactNode {
  switch (block.kind) {
    case "heading":
      return block.level === 2 ? (
        <h2 className="mt-2">{drawPieces(block.pieces)}</h2>
      ) : (
        <h3 className="mt-1">{drawPieces(block.pieces)}</h3>
      );
    case "list":
      return drawList(block.ordered, block.items);
    case "quote":
      return <blockquote className="border-l-4 border-accent pl-4">{drawPieces(block.pieces)}</blockquote>;
    case "code":
      return (
        <pre className="card p-4 whitespace-pre-wrap">
          <code>{block.text}</code>
        </pre>
      );
    case "paragraph":
      return <p>{drawPieces(block.pieces)}</p>;
  }
}

function drawList(ordered: boolean, items: readonly TextPiece[][]): ReactNode {
  const lines = items.map((pieces, index) => <li key={index}>{drawPieces(pieces)}</li>);
  return ordered ? (
    <ol className="list-decimal space-y-1 pl-6">{lines}</ol>
  ) : (
    <ul className="list-disc space-y-1 pl-6">{lines}</ul>
  );
}

function drawPieces(pieces: readonly TextPiece[]): ReactNode {
  return withKeys(pieces.map(drawPiece));
}

function drawPiece(piece: TextPiece): ReactNode {
  switch (piece.kind) {
    case "strong":
      return <strong>{piece.text}</strong>;
    case "emphasis":
      return <em>{piece.text}</em>;
    case "code":
      return <code className="rounded bg-surface px-1">{piece.text}</code>;
    case "link":
      return (
        <a href={piece.href} rel="noreferrer noopener">
          {piece.text}
        </a>
      );
    case "text":
      return piece.text;
  }
}

/** The order never changes, so a place is a good key. */
function withKeys(nodes: readonly ReactNode[]): ReactNode {
  return nodes.map((node, index) => <Keyed key={index}>{node}</Keyed>);
}

function Keyed({ children }: { children: ReactNode }) {
  return <>{children}</>;
}
