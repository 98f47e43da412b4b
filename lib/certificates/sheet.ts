/** One landscape page being drawn: tagged text that fits its box, and decoration that screen readers skip. */
import PDFDocument from "pdfkit";
import type { Paper } from "#lib/domain/paper.ts";
import { chooseTypeface, type Weight } from "#lib/certificates/typefaces.ts";

/** Where everything is drawn, in points (1/72 inch) from the top left corner: US Letter, landscape. Other papers hold it scaled. */
export const SHEET = { width: 792, height: 612, margin: 64 } as const;

/** How far lines that leave the sheet go on, so that they reach the edge of wider papers. */
export const BLEED = 48;

/** Landscape, in points. */
const PAPER_SIZES: Readonly<Record<Paper, readonly [width: number, height: number]>> = {
  letter: [SHEET.width, SHEET.height],
  a4: [841.89, 595.28],
};

export const PAPER = "#ffffff";
export const INK = "#16202e";
export const QUIET = "#56616f";
export const ACCENT = "#0b6b66";

/** Points; sums of line heights differ from their product in the last digits. */
const ROUNDING = 0.5;

export interface Sheet {
  doc: PDFKit.PDFDocument;
  /** The structure element everything meaningful hangs under. */
  root: PDFKit.PDFStructureElement;
}

export interface TextStyle {
  weight: Weight;
  color: string;
  align?: "left" | "right";
  /** Tried in order; in each the largest size that fits is taken. */
  fits: readonly [Fit, ...Fit[]];
}

/** Sizes in points. What does not fit the last fit's `min` ends in an ellipsis. */
export interface Fit {
  lines: number;
  max: number;
  min: number;
}

export interface Box {
  x: number;
  y: number;
  width: number;
}

/** Opens an empty tagged page. Nothing in it depends on the clock: `createdAt` dates it. */
export function createSheet(about: {
  title: string;
  author: string;
  keywords: string;
  createdAt: Date;
  paper: Paper;
}): Sheet {
  const { typeface } = chooseTypeface("", "regular");
  // The types of pdfkit do not know the PDF/UA subset yet.
  const options: Omit<PDFKit.PDFDocumentOptions, "subset"> & { subset: string } = {
    size: [...PAPER_SIZES[about.paper]],
    margin: 0,
    pdfVersion: "1.7",
    subset: "PDF/UA",
    tagged: true,
    lang: "en-US",
    displayTitle: true,
    // Without a font of our own pdfkit opens Helvetica, which it never embeds.
    font: typeface.file,
    info: {
      Title: about.title,
      Author: about.author,
      Keywords: about.keywords,
      Creator: "Baton",
      CreationDate: about.createdAt,
      ModDate: about.createdAt,
    },
  };
  const doc = new PDFDocument(options as PDFKit.PDFDocumentOptions);
  fitTo(doc, PAPER_SIZES[about.paper]);
  const root = doc.struct("Document");
  doc.addStructure(root);
  return { doc, root };
}

/** Puts the sheet in the middle of the paper, as large as it fits. */
function fitTo(doc: PDFKit.PDFDocument, [width, height]: readonly [number, number]): void {
  const scale = Math.min(width / SHEET.width, height / SHEET.height);
  if (scale === 1) return;
  doc.translate((width - SHEET.width * scale) / 2, (height - SHEET.height * scale) / 2).scale(scale);
}

/** Closes the page and gives the file. */
export async function finishSheet(sheet: Sheet): Promise<Uint8Array> {
  sheet.root.end();
  sheet.doc.end();
  const chunks: Buffer[] = [];
  for await (const chunk of sheet.doc) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/**
 * Adds a text to the reading order and writes it. Returns the y just below it.
 * `spoken` is what is read aloud or copied where that differs from the letters on the page.
 */
export function addText(
  sheet: Sheet,
  type: "H1" | "P",
  words: string,
  style: TextStyle,
  box: Box,
  spoken?: string,
): number {
  let below = box.y;
  const draw = (): void => void (below = write(sheet, words, style, box));
  sheet.root.add(sheet.doc.struct(type, spoken === undefined ? {} : { actual: spoken }, [draw]));
  return below;
}

/** Adds a one-line text that opens `url` when it is chosen; `purpose` says so to those who do not see it. */
export function addLink(
  sheet: Sheet,
  words: string,
  style: TextStyle,
  box: Box,
  target: { url: string; purpose: string },
): void {
  const { doc, root } = sheet;
  const link = doc.struct("Link");
  root.add(doc.struct("P").add(link));
  link.add(() => {
    const height = write(sheet, words, style, box) - box.y;
    // pdfkit writes a string object as PDF text and a plain string as a name.
    const about = { Contents: Object(target.purpose) as string, structParent: link };
    doc.link(box.x, box.y, doc.widthOfString(words), height, target.url, about);
  });
}

/** Paints what carries no meaning of its own. */
export function decorate(sheet: Sheet, draw: () => void): void {
  sheet.doc.markContent("Artifact", { type: "Layout" });
  sheet.doc.save();
  draw();
  sheet.doc.restore();
  sheet.doc.endMarkedContent();
}

/** Writes a text into its box, inside whatever structure element is open, and returns the y just below it. */
export function write(sheet: Sheet, words: string, style: TextStyle, box: Box): number {
  const { doc } = sheet;
  const { size, lines } = findSize(sheet, words, style, box.width);
  const text = setTypeface(doc, words, style.weight);
  doc.fontSize(size).fillColor(style.color);
  doc.text(text, box.x, box.y, {
    width: box.width,
    height: doc.currentLineHeight(true) * lines + ROUNDING,
    ellipsis: "…",
    align: style.align ?? "left",
  });
  return doc.y;
}

/** Finds the size at which `write` sets a text, and how many lines it may take. */
export function findSize(
  { doc }: Sheet,
  words: string,
  { weight, fits }: TextStyle,
  width: number,
): { size: number; lines: number } {
  const text = setTypeface(doc, words, weight);
  for (const { lines, max, min } of fits)
    for (let size = max; size >= min; size -= 0.5)
      if (isRoomFor(doc.fontSize(size), text, lines, width)) return { size, lines };
  const last = fits[fits.length - 1]!;
  return { size: last.min, lines: last.lines };
}

/** Makes the typeface for a text the current one and gives the text as that typeface can print it. */
function setTypeface(doc: PDFKit.PDFDocument, words: string, weight: Weight): string {
  const { typeface, text } = chooseTypeface(words, weight);
  doc.registerFont(typeface.name, typeface.file).font(typeface.name);
  return text;
}

function isRoomFor(doc: PDFKit.PDFDocument, text: string, lines: number, width: number): boolean {
  const widestWord = Math.max(...text.split(" ").map((word) => doc.widthOfString(word)));
  return (
    widestWord <= width &&
    doc.heightOfString(text, { width }) <= doc.currentLineHeight(true) * lines + ROUNDING
  );
}
