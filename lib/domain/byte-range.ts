/** Which part of a file a request asks for. */

export type ByteRange =
  | { kind: "whole" }
  /** Both ends included. */
  | { kind: "part"; start: number; end: number }
  | { kind: "outside" };

/** Reads a Range header for a file of `size` bytes. Several ranges, and what it cannot read, mean the whole file. */
export function readRange(header: string | null, size: number): ByteRange {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return { kind: "whole" };
  const [, first = "", last = ""] = match;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (start >= size || (first === "" && Number(last) === 0)) return { kind: "outside" };
  return end < start ? { kind: "whole" } : { kind: "part", start, end };
}
