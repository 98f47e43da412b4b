import { drawLine, MOST_STATIONS, SEAL, type Station } from "#lib/certificates/line.ts";
import { drawQr } from "#lib/certificates/qr.ts";
import {
  ACCENT,
  INK,
  QUIET,
  SHEET,
  createSheet,
  finishSheet,
  addLink,
  addText,
  type Box,
  type Sheet,
  type TextStyle,
} from "#lib/certificates/sheet.ts";
import type { Paper } from "#lib/domain/paper.ts";
import { findUncoveredCharacters } from "#lib/certificates/typefaces.ts";

/** One finished step, in the order of the program. */
export interface CertificateStep {
  courseName: string;
  partnerLabel: string;
  /** ISO date; null when the school waived the step. */
  completedOn: string | null;
}

/** What stands on a certificate. */
export interface Certificate {
  publicId: string;
  /** The legal name, as the holder confirmed it. */
  holderName: string;
  programTitle: string;
  schoolName: string;
  steps: readonly CertificateStep[];
  /** ISO date. */
  issuedOn: string;
  /** The school's own number. */
  number: string;
  /** Where anybody can check the certificate; also what the QR code holds. */
  verifyUrl: string;
  /** What it is printed on. */
  paper: Paper;
}

const LEFT = SHEET.margin;
const RIGHT = SHEET.width - SHEET.margin;
const WIDTH = RIGHT - LEFT;
const LINE_Y = 380;
/** Beside the seal. */
const HOLDER_WIDTH = SEAL.x - SEAL.radius - 30 - LEFT;
const FOOT_Y = 511;
const QR = { side: 104, x: RIGHT - 104 + 10, y: 464, color: INK };

const SCHOOL: TextStyle = { weight: "bold", color: INK, fits: [{ lines: 1, max: 15, min: 10 }] };
const NUMBER: TextStyle = {
  weight: "regular",
  color: QUIET,
  align: "right",
  fits: [{ lines: 1, max: 10, min: 7 }],
};
const KICKER: TextStyle = { weight: "bold", color: ACCENT, fits: [{ lines: 1, max: 15, min: 15 }] };
const NAME: TextStyle = {
  weight: "bold",
  color: INK,
  fits: [
    { lines: 1, max: 48, min: 30 },
    { lines: 2, max: 34, min: 12 },
  ],
};
const JOIN: TextStyle = { weight: "regular", color: QUIET, fits: [{ lines: 1, max: 13, min: 13 }] };
const PROGRAM: TextStyle = {
  weight: "bold",
  color: INK,
  fits: [
    { lines: 1, max: 25, min: 17 },
    { lines: 2, max: 19, min: 11 },
  ],
};
const ISSUED: TextStyle = { weight: "bold", color: INK, fits: [{ lines: 1, max: 11, min: 11 }] };
const SMALL: TextStyle = { weight: "regular", color: QUIET, fits: [{ lines: 1, max: 9.5, min: 6 }] };
const LINK: TextStyle = { ...SMALL, color: ACCENT };

/** Stands where the name would, when no typeface has its letters. */
const NAME_ELSEWHERE = "The holder named on the verification page";

/**
 * Draws a certificate as one tagged landscape page (PDF 1.7).
 *
 * The same certificate gives the same bytes every time: `issuedOn` dates the file. A name in a script no typeface
 * covers is replaced by a sentence that points to the verification page (see typefaces.ts). Throws RangeError on a
 * date that is none.
 */
export async function renderCertificatePdf(certificate: Certificate): Promise<Uint8Array> {
  const sheet = createSheet({
    title: `Certificate of completion: ${certificate.programTitle}`,
    author: certificate.schoolName,
    keywords: certificate.publicId,
    createdAt: new Date(certificate.issuedOn),
    paper: certificate.paper,
  });
  drawHead(sheet, certificate);
  drawHolder(sheet, certificate);
  drawLine(sheet, toStations(certificate.steps), LINE_Y);
  drawFoot(sheet, certificate);
  return await finishSheet(sheet);
}

function drawHead(sheet: Sheet, { schoolName, number }: Certificate): void {
  addText(sheet, "P", schoolName, SCHOOL, { x: LEFT, y: 58, width: WIDTH - 220 });
  addText(sheet, "P", `No. ${number}`, NUMBER, { x: RIGHT - 200, y: 62, width: 200 });
}

function drawHolder(sheet: Sheet, { holderName, programTitle }: Certificate): void {
  const at = (y: number): Box => ({ x: LEFT, y, width: HOLDER_WIDTH });
  let y = addText(sheet, "H1", "Certificate of completion", KICKER, at(136));
  y = drawName(sheet, holderName, at(y + 8));
  y = addText(sheet, "P", "has completed every step of", JOIN, at(y + 6));
  addText(sheet, "P", programTitle, PROGRAM, at(y + 4));
}

/** The name is also stored as plain text: letters built from several glyphs would be copied in pieces. */
function drawName(sheet: Sheet, holderName: string, box: Box): number {
  if (findUncoveredCharacters(holderName).length > 0)
    return addText(sheet, "P", NAME_ELSEWHERE, PROGRAM, box, holderName);
  return addText(sheet, "P", holderName, NAME, box, holderName);
}

function toStations(steps: readonly CertificateStep[]): Station[] {
  const stations = steps.map(({ courseName, partnerLabel, completedOn }) => ({
    title: courseName,
    place: partnerLabel,
    date: completedOn === null ? "Credited" : formatDate(completedOn, "medium"),
  }));
  if (stations.length <= MOST_STATIONS) return stations;
  const shown = stations.slice(0, MOST_STATIONS - 1);
  const rest = stations.length - shown.length;
  return [...shown, { title: `and ${rest} more steps`, place: "Listed on the", date: "verification page" }];
}

function drawFoot(sheet: Sheet, { issuedOn, schoolName, verifyUrl }: Certificate): void {
  const width = WIDTH - QR.side - 40;
  let y = addText(sheet, "P", `Issued on ${formatDate(issuedOn, "long")}`, ISSUED, {
    x: LEFT,
    y: FOOT_Y,
    width,
  });
  const promise = `${schoolName} confirms this certificate to anyone who scans the code or opens`;
  y = addText(sheet, "P", promise, SMALL, { x: LEFT, y: y + 5, width });
  drawVerifyLink(sheet, verifyUrl, { x: LEFT, y: y + 1, width });
  drawCode(sheet, verifyUrl);
}

function drawVerifyLink(sheet: Sheet, url: string, box: Box): void {
  addLink(sheet, url.replace(/^https?:\/\//, ""), LINK, box, { url, purpose: "Check this certificate" });
}

function drawCode(sheet: Sheet, verifyUrl: string): void {
  const draw = (): void => drawQr(sheet.doc, verifyUrl, QR);
  sheet.root.add(sheet.doc.struct("Figure", { alt: `QR code that opens ${verifyUrl}` }, [draw]));
}

function formatDate(isoDate: string, dateStyle: "medium" | "long"): string {
  return new Intl.DateTimeFormat("en-US", { dateStyle, timeZone: "UTC" }).format(new Date(isoDate));
}
