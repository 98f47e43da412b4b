import QRCode from "qrcode";

/** Quiet zone around the code, in modules; four is what the standard asks for. */
const QUIET_ZONE = 4;

/**
 * Draws a QR code for `text` as one filled path, quiet zone included, with its top left corner at (x, y).
 * Vector, so it prints sharp at any size; correction level M (15 % may be lost).
 */
export function drawQr(
  doc: PDFKit.PDFDocument,
  text: string,
  at: { x: number; y: number; side: number; color: string },
): void {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: "M" });
  const unit = at.side / (modules.size + 2 * QUIET_ZONE);
  for (const run of darkRuns(modules.size, (row, column) => Boolean(modules.get(row, column))))
    doc.rect(
      at.x + (run.column + QUIET_ZONE) * unit,
      at.y + (run.row + QUIET_ZONE) * unit,
      run.length * unit,
      unit,
    );
  doc.fill(at.color);
}

interface Run {
  row: number;
  column: number;
  length: number;
}

/** Neighbouring dark modules of a row as one rectangle: no hairlines between them, and a smaller file. */
function darkRuns(size: number, isDark: (row: number, column: number) => boolean): Run[] {
  const runs: Run[] = [];
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) {
      if (!isDark(row, column)) continue;
      const last = runs.at(-1);
      if (last?.row === row && last.column + last.length === column) last.length += 1;
      else runs.push({ row, column, length: 1 });
    }
  return runs;
}
