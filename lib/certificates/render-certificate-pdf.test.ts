import fc from "fast-check";
import type jsQR from "jsqr";
import { createRequire } from "node:module";
import { getDocumentProxy, getResolvedPDFJS } from "unpdf";
import { expect, test } from "vitest";
import { SEAL } from "#lib/certificates/line.ts";
import { renderCertificatePdf, type Certificate } from "#lib/certificates/render-certificate-pdf.ts";

// The scanner is CommonJS whose types claim to be a module.
const scanBitmap = createRequire(import.meta.url)("jsqr") as typeof jsQR;

const MEDICAL_ASSISTANT: Certificate = {
  publicId: "7k2m9q4c8x1v5d3b6n0p2r4s8w",
  holderName: "Zoë Łukasz",
  programTitle: "Medical Assistant",
  schoolName: "Northfield Academy",
  steps: [
    { courseName: "CPR, AED and First Aid", partnerLabel: "HSI", completedOn: "2025-01-18" },
    { courseName: "Health Sciences Careers", partnerLabel: "Certiport", completedOn: "2025-02-27" },
    { courseName: "OSHA 10-Hour Healthcare", partnerLabel: "CareerSafe", completedOn: null },
  ],
  issuedOn: "2025-03-14",
  number: "NA-2025-000123",
  verifyUrl: "https://baton.example/verify/7k2m9q4c8x1v5d3b6n0p2r4s8w",
  paper: "letter",
};

test("a certificate says who finished which program, each step with partner and date, and its number", async () => {
  const text = (await read(await renderCertificatePdf(MEDICAL_ASSISTANT))).text;
  expect(text).toContain("Zoë Łukasz");
  expect(text).toContain("Medical Assistant");
  expect(text).toContain("Northfield Academy");
  expect(text).toContain("No. NA-2025-000123");
  expect(text).toContain("Issued on March 14, 2025");
  expect(text).toContain("Certiport Feb 27, 2025");
  expect(text).toContain("OSHA 10-Hour Healthcare CareerSafe Credited");
});

test("scanning the QR code gives the verification address", async () => {
  const { qr } = await read(await renderCertificatePdf(MEDICAL_ASSISTANT));
  expect(qr).toBe(MEDICAL_ASSISTANT.verifyUrl);
});

test("the same certificate gives the same bytes, another one does not", async () => {
  const once = await renderCertificatePdf(MEDICAL_ASSISTANT);
  const again = await renderCertificatePdf(structuredClone(MEDICAL_ASSISTANT));
  const other = await renderCertificatePdf({ ...MEDICAL_ASSISTANT, number: "NA-2025-000124" });
  expect(Buffer.compare(once, again)).toBe(0);
  expect(Buffer.compare(once, other)).not.toBe(0);
});

test.each([
  ["letter", 792, 612],
  ["a4", 841.89, 595.28],
] as const)(
  "on %s it is one landscape page with the same words, and a margin printers can hold",
  async (paper, width, height) => {
    const { pdf, page, text } = await read(await renderCertificatePdf({ ...MEDICAL_ASSISTANT, paper }));
    expect(pdf.numPages).toBe(1);
    const { view } = page;
    expect([view[2], view[3]]).toEqual([expect.closeTo(width, 1), expect.closeTo(height, 1)]);
    expect(text).toBe((await read(await renderCertificatePdf(MEDICAL_ASSISTANT))).text);
    const items = (await page.getTextContent()).items.filter(
      (item) => "str" in item && item.str.trim() !== "",
    );
    for (const item of items as { width: number; transform: number[] }[]) {
      const [, , , , left = 0, baseline = 0] = item.transform;
      expect(left).toBeGreaterThan(50);
      expect(left + item.width).toBeLessThan(width - 50);
      expect(baseline).toBeGreaterThan(30);
      expect(baseline).toBeLessThan(height - 40);
    }
    const [link] = await page.getAnnotations();
    const address = items.find((item) => "str" in item && item.str.startsWith("baton.example")) as {
      transform: number[];
    };
    expect(link.rect[0]).toBeCloseTo(address.transform[4]!, 0);
  },
);

test("a screen reader finds title, language, heading, list and a named link", async () => {
  const { pdf, page } = await read(await renderCertificatePdf(MEDICAL_ASSISTANT));
  const { info } = await pdf.getMetadata();
  expect(info).toMatchObject({
    Title: "Certificate of completion: Medical Assistant",
    Author: "Northfield Academy",
    Language: "en-US",
    CreationDate: "D:20250314000000Z",
  });
  expect(await pdf.getMarkInfo()).toMatchObject({ Marked: true });
  const tree = JSON.stringify(await page.getStructTree());
  expect(tree.match(/"role":"H1"/g)).toHaveLength(1);
  expect(tree.match(/"role":"LI"/g)).toHaveLength(3);
  expect(tree).toContain(`"alt":"QR code that opens ${MEDICAL_ASSISTANT.verifyUrl}"`);
  const [link] = await page.getAnnotations();
  expect(link).toMatchObject({ subtype: "Link", url: MEDICAL_ASSISTANT.verifyUrl });
  expect(link.contentsObj.str).toBe("Check this certificate");
});

test.each([
  "Nguyễn Thị Ánh Tuyết",
  "Владимир Ильин",
  "Σωκράτης Παπάς",
  "Ọlọ́runfẹ́mi Adébáyọ̀",
  "Ƙarima Ɗanjuma",
])("the name %s is printed in its own letters", async (holderName) => {
  const { text } = await read(await renderCertificatePdf({ ...MEDICAL_ASSISTANT, holderName }));
  expect(letters(text)).toContain(letters(holderName));
});

test("a name in a script no typeface covers points to the verification page and is still read aloud", async () => {
  const bytes = await renderCertificatePdf({ ...MEDICAL_ASSISTANT, holderName: "王明" });
  const { text } = await read(bytes);
  expect(text).toContain("The holder named on the verification page");
  const spoken = Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from("王明", "utf16le").swap16()]);
  expect(Buffer.from(bytes).includes(spoken)).toBe(true);
});

test("a program of more than twelve steps names eleven and counts the rest", async () => {
  const steps = Array.from({ length: 16 }, (_, at) => ({
    courseName: `Course ${at + 1}`,
    partnerLabel: "HSI",
    completedOn: "2025-01-18",
  }));
  const { text } = await read(await renderCertificatePdf({ ...MEDICAL_ASSISTANT, steps }));
  expect(text).toContain("Course 11 HSI");
  expect(text).not.toContain("Course 12 HSI");
  expect(text).toContain("and 5 more steps");
});

test("a date that is none is refused", async () => {
  await expect(renderCertificatePdf({ ...MEDICAL_ASSISTANT, issuedOn: "soon" })).rejects.toThrow(RangeError);
});

test("whatever the texts and the number of steps, the name is whole and nothing leaves the page or lies over something else", async () => {
  const words = (least: number, most: number) =>
    fc
      .array(fc.stringMatching(/^[A-Z][a-zéłő]{1,13}$/), { minLength: least, maxLength: most })
      .map((list) => list.join(" "));
  const steps = fc.array(
    fc.record({
      courseName: words(1, 4),
      partnerLabel: words(1, 2),
      completedOn: fc.constantFrom("2025-12-30", null),
    }),
    { minLength: 1, maxLength: 14 },
  );
  const certificates = fc.record({ holderName: words(1, 8), programTitle: words(1, 7), steps });
  await fc.assert(
    fc.asyncProperty(certificates, async (some) => {
      const { pdf, boxes, text } = await read(await renderCertificatePdf({ ...MEDICAL_ASSISTANT, ...some }));
      expect(pdf.numPages).toBe(1);
      expect(letters(text)).toContain(letters(some.holderName));
      for (const box of boxes) {
        expect(box.left).toBeGreaterThanOrEqual(63);
        expect(box.right).toBeLessThanOrEqual(729);
        expect(box.top).toBeGreaterThanOrEqual(50);
        expect(box.bottom).toBeLessThanOrEqual(562);
      }
      expect(overlaps([...boxes, SEAL_BOX, QR_BOX])).toEqual([]);
    }),
    { numRuns: 40, endOnFailure: true },
  );
}, 60_000);

/** PDF.js takes kerning and moved marks for spaces, and glyphs that carry only a part of a letter for control characters. */
function letters(text: string): string {
  return text.normalize("NFC").replace(/[\s\p{Cc}]/gu, "");
}

interface Area {
  what: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const SEAL_BOX: Area = {
  what: "seal",
  left: SEAL.x - SEAL.radius,
  right: SEAL.x + SEAL.radius,
  top: SEAL.y - SEAL.radius,
  bottom: SEAL.y + SEAL.radius,
};
const QR_BOX: Area = { what: "QR code", left: 640, right: 732, top: 470, bottom: 562 };

function overlaps(areas: readonly Area[]): string[] {
  return areas.flatMap((a, at) =>
    areas
      .slice(at + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `${a.what} | ${b.what}`),
  );
}

/** Reads a certificate back with PDF.js, another maker's software. */
async function read(bytes: Uint8Array) {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const page = await pdf.getPage(1);
  const items = (await page.getTextContent()).items.filter((item) => "str" in item);
  const text = items
    .map(({ str, hasEOL }) => (hasEOL ? `${str} ` : str))
    .join("")
    .replace(/\s+/g, " ");
  const lines = items.filter(({ str }) => str.trim() !== "");
  const boxes: Area[] = lines.map(({ str, width, height, transform }) => {
    const [, , , , left = 0, baseline = 0] = transform;
    const y = 612 - baseline;
    return { what: str, left, right: left + width, top: y - 0.7 * height, bottom: y + 0.2 * height };
  });
  return { pdf, page, boxes, text, qr: await scan(page) };
}

/** Paints the last filled path, which is the QR code, on a bitmap and scans it. */
async function scan(page: Awaited<ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>["getPage"]>>) {
  const { OPS } = await getResolvedPDFJS();
  const { fnArray, argsArray } = await page.getOperatorList();
  const paths = argsArray.filter((_, at) => fnArray[at] === OPS.constructPath);
  const [, [path], [left, top]] = paths.at(-1) as [number, [ArrayLike<number>], [number, number]];
  const side = 500;
  const scale = 4;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  const numbers = Array.from(path);
  // Each rectangle: 0 x y, 1 x y, 1 x y, 1 x y, 4.
  for (let at = 0; at < numbers.length; at += 13) {
    const [x0, y0] = [numbers[at + 1]!, numbers[at + 2]!];
    const [x1, y1] = [numbers[at + 7]!, numbers[at + 8]!];
    const toPixel = (value: number, origin: number) => Math.round((value - origin) * scale) + 40;
    for (let y = toPixel(y0, top); y < toPixel(y1, top); y += 1)
      for (let x = toPixel(x0, left); x < toPixel(x1, left); x += 1)
        pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
  }
  return scanBitmap(pixels, side, side)?.data;
}
