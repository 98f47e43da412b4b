/** Files of codes as partners send them: one code a line, or a CSV with when each runs out and which course it is for. */

/** One line with a code. `expiresAt` is ISO 8601; `courseCode` null for any course of the partner. */
export interface VoucherLine {
  line: number;
  code: string;
  expiresAt: string | null;
  courseCode: string | null;
}

/** One line that cannot be used, and why; what it holds is never repeated. */
export interface WrongLine {
  line: number;
  why: string;
}

const CODE = /^[\w.+/-]{4,100}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const COLUMNS = ["code", "expires_on", "course_code"];

/**
 * Reads the lines of a file: `code`, or with a header line any order of `code`, `expires_on` (a day, used to its end in
 * UTC) and `course_code`, separated by comma or semicolon. Empty lines and lines that begin with # are left out.
 */
export function readVoucherFile(text: string): (VoucherLine | WrongLine)[] {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .map((content, index) => ({ line: index + 1, cells: cellsOf(content) }))
    .filter(({ cells }) => cells.join("") !== "" && !cells[0]!.startsWith("#"));
  const first = lines[0]?.cells.map((cell) => cell.toLowerCase()) ?? [];
  const hasHeader = first.includes("code");
  const columns = hasHeader ? first : COLUMNS;
  if (hasHeader && !first.every((name) => COLUMNS.includes(name)))
    return [{ line: lines[0]!.line, why: `the columns may be ${COLUMNS.join(", ")}` }];
  const seen = new Set<string>();
  return lines.slice(hasHeader ? 1 : 0).map(({ line, cells }) => readLine(line, cells, columns, seen));
}

function readLine(
  line: number,
  cells: readonly string[],
  columns: readonly string[],
  seen: Set<string>,
): VoucherLine | WrongLine {
  const cell = (name: string) => cells[columns.indexOf(name)] ?? "";
  const code = cell("code");
  const day = cell("expires_on");
  if (cells.length > columns.length) return { line, why: "has more columns than the first line" };
  if (!CODE.test(code)) return { line, why: "is no code: 4 to 100 letters, digits and . _ + / -" };
  if (day !== "" && !isDay(day)) return { line, why: "expires_on must be a day like 2027-12-31" };
  if (seen.has(code)) return { line, why: "is in this file twice" };
  seen.add(code);
  const expiresAt = day === "" ? null : `${day}T23:59:59Z`;
  return { line, code, expiresAt, courseCode: cell("course_code") || null };
}

function isDay(text: string): boolean {
  const midnight = Date.parse(`${text}T00:00:00Z`);
  return DAY.test(text) && !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(text);
}

function cellsOf(content: string): string[] {
  return content.split(/[,;]/).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
}
