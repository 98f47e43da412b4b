/**
 * The line: the program drawn as a transit line whose stations are its steps.
 * It comes in from the edge of the page, calls at each step, turns up and ends in the seal.
 */
import {
  ACCENT,
  BLEED,
  INK,
  PAPER,
  QUIET,
  SHEET,
  decorate,
  findSize,
  write,
  type Box,
  type Sheet,
  type TextStyle,
} from "#lib/certificates/sheet.ts";

/** A stop on the line: what was learned, where, and when. */
export interface Station {
  title: string;
  place: string;
  date: string;
}

const STATIONS_PER_TRACK = 6;
const STROKE = 4;
const STATION_RADIUS = 6.5;
/** From one track to the next. */
const TRACK_HEIGHT = 86;
/** How far the lower of two tracks stands below the place of a single one. */
const LOWER_TRACK = 38;
const COLUMN_GAP = 14;
const CURVE_RADIUS = 44;
/** Distance of the control points that make a Bézier curve a quarter of a circle, as a share of its radius. */
const QUARTER_CIRCLE = 0.5523;
/** White beside the riser where it crosses a track, as maps draw a bridge. */
const CASING = 12;

/** The seal at the end of the line. */
export const SEAL = { x: SHEET.width - SHEET.margin - 46, y: 196, radius: 44 } as const;

/** The most stations a page has room for. */
export const MOST_STATIONS = 2 * STATIONS_PER_TRACK;

const TITLE: TextStyle = { weight: "bold", color: INK, fits: [{ lines: 3, max: 11, min: 7.5 }] };
const DETAIL: TextStyle = { weight: "regular", color: QUIET, fits: [{ lines: 1, max: 9.5, min: 7 }] };

interface Track {
  stations: readonly Station[];
  y: number;
  /** Points from one station to the next. */
  pitch: number;
}

/** Draws the line at height `y`; more than six stations take two tracks, one above and one below. */
export function drawLine(sheet: Sheet, stations: readonly Station[], y: number): void {
  const tracks = layTracks(stations, y);
  decorate(sheet, () => {
    tracks.forEach((track, index) => drawTrack(sheet.doc, track, index === tracks.length - 1));
    drawSeal(sheet.doc);
  });
  sheet.root.add(sheet.doc.struct("L", {}, labelStations(sheet, tracks)));
}

/** A line that is too long for one track leaves the page at the right and comes back at the left. */
function layTracks(stations: readonly Station[], y: number): Track[] {
  const width = SHEET.width - 2 * SHEET.margin;
  if (stations.length <= STATIONS_PER_TRACK) return [{ stations, y, pitch: width / stations.length }];
  const half = Math.ceil(stations.length / 2);
  // Labels of the upper track stay left of the riser.
  const pitch = (SEAL.x - CURVE_RADIUS - SHEET.margin) / half;
  return [
    { stations: stations.slice(0, half), y: y + LOWER_TRACK - TRACK_HEIGHT, pitch },
    { stations: stations.slice(half), y: y + LOWER_TRACK, pitch },
  ];
}

function drawTrack(doc: PDFKit.PDFDocument, { stations, y, pitch }: Track, last: boolean): void {
  if (last) drawRiser(doc, y, STROKE + CASING, PAPER);
  doc.moveTo(-BLEED, y).lineTo(last ? SEAL.x - CURVE_RADIUS : SHEET.width + BLEED, y);
  doc.lineWidth(STROKE).stroke(ACCENT);
  if (last) drawRiser(doc, y, STROKE, ACCENT);
  for (const column of stations.keys()) {
    doc.circle(SHEET.margin + column * pitch + STATION_RADIUS, y, STATION_RADIUS);
    doc.lineWidth(STROKE - 0.5).fillAndStroke(PAPER, ACCENT);
  }
}

/** The turn of the last track up to the seal. */
function drawRiser(doc: PDFKit.PDFDocument, y: number, width: number, color: string): void {
  const pull = CURVE_RADIUS * (1 - QUARTER_CIRCLE);
  doc.moveTo(SEAL.x - CURVE_RADIUS, y);
  doc.bezierCurveTo(SEAL.x - pull, y, SEAL.x, y - pull, SEAL.x, y - CURVE_RADIUS).lineTo(SEAL.x, SEAL.y);
  doc.lineWidth(width).stroke(color);
}

function drawSeal(doc: PDFKit.PDFDocument): void {
  doc.circle(SEAL.x, SEAL.y, SEAL.radius).lineWidth(STROKE).fillAndStroke(PAPER, ACCENT);
  doc.circle(SEAL.x, SEAL.y, SEAL.radius - 8).fill(ACCENT);
  doc
    .moveTo(SEAL.x - 14.5, SEAL.y + 1)
    .lineTo(SEAL.x - 4, SEAL.y + 11.5)
    .lineTo(SEAL.x + 15.5, SEAL.y - 10.5);
  doc.lineWidth(6).lineCap("round").lineJoin("round").stroke(PAPER);
}

/** All titles share one size, the largest at which every one fits; the lines below them are never larger. */
function labelStations(sheet: Sheet, tracks: readonly Track[]): PDFKit.PDFStructureElement[] {
  const sizes = tracks.flatMap(({ stations, pitch }) =>
    stations.map(({ title }) => findSize(sheet, title, TITLE, pitch - COLUMN_GAP).size),
  );
  const size = Math.min(...sizes);
  const title: TextStyle = { ...TITLE, fits: [{ ...TITLE.fits[0], max: size, min: size }] };
  const detail: TextStyle = {
    ...DETAIL,
    fits: [{ ...DETAIL.fits[0], max: Math.min(DETAIL.fits[0].max, size) }],
  };
  return tracks.flatMap(({ stations, y, pitch }) =>
    stations.map((station, column) => {
      const box = { x: SHEET.margin + column * pitch, y: y + STATION_RADIUS + 9, width: pitch - COLUMN_GAP };
      return labelStation(sheet, station, { title, detail }, box);
    }),
  );
}

function labelStation(
  sheet: Sheet,
  station: Station,
  styles: { title: TextStyle; detail: TextStyle },
  box: Box,
): PDFKit.PDFStructureElement {
  const lines: [string, TextStyle][] = [
    [station.title, styles.title],
    [station.place, styles.detail],
    [station.date, styles.detail],
  ];
  let { y } = box;
  const paragraphs = lines.map(([text, style]) =>
    sheet.doc.struct("P", {}, [() => (y = write(sheet, text, style, { ...box, y: y + 1 }))]),
  );
  return sheet.doc.struct("LI", {}, [sheet.doc.struct("LBody", {}, paragraphs)]);
}
