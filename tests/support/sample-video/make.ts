/**
 * Draws supabase/seed/own-courses/danger-zone.webm: our own pictures, encoded by the browser the tests use.
 * By hand: `node cli/baton.mjs --run tests/support/sample-video/make.ts`
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { launchBrowser } from "#tests/support/browser.ts";
import { writeWebm } from "#tests/support/sample-video/webm.ts";

const FILE = path.resolve(import.meta.dirname, "../../../supabase/seed/own-courses/danger-zone.webm");
const SIZE = { width: 640, height: 360 };
const SECONDS = 24;
const FRAMES_PER_SECOND = 5;

const browser = await launchBrowser();
try {
  const page = await browser.newPage();
  // Codecs exist in secure contexts only, and this machine counts as one.
  await page.route("http://localhost/**", (route) =>
    route.fulfill({ contentType: "text/html", body: "<!doctype html><canvas></canvas>" }),
  );
  await page.goto("http://localhost/");
  const frames = await page.evaluate(draw, { ...SIZE, seconds: SECONDS, rate: FRAMES_PER_SECOND });
  const encoded = frames.map(({ ms, isKey, base64 }) => ({
    ms,
    isKey,
    bytes: Buffer.from(base64, "base64"),
  }));
  const webm = writeWebm(encoded, SIZE, SECONDS * 1000);
  writeFileSync(FILE, webm);
  process.stdout.write(`${path.basename(FILE)}: ${encoded.length} pictures, ${webm.length} bytes\n`);
} finally {
  await browser.close();
}

/** Runs in the browser: draws every picture and returns it encoded. */
async function draw({ width, height, seconds, rate }: typeof SIZE & { seconds: number; rate: number }) {
  const out: { ms: number; isKey: boolean; base64: string }[] = [];
  const encoder = new VideoEncoder({
    output: (chunk) => {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
      out.push({ ms: Math.round(chunk.timestamp / 1000), isKey: chunk.type === "key", base64 });
    },
    error: (error) => {
      throw error;
    },
  });
  encoder.configure({ codec: "vp09.00.10.08", width, height, bitrate: 120_000, framerate: rate });
  const canvas = document.querySelector("canvas")!;
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext("2d")!;
  for (let index = 0; index < seconds * rate; index++) {
    drawPicture(index / rate);
    const frame = new VideoFrame(canvas, { timestamp: (index * 1_000_000) / rate });
    encoder.encode(frame, { keyFrame: index % (4 * rate) === 0 });
    frame.close();
  }
  await encoder.flush();
  return out;

  /** The clock runs from 0 to 4 hours; a dish warms up and germs become more. */
  function drawPicture(second: number): void {
    const hour = (second / seconds) * 4;
    const danger = Math.min(1, hour / 2);
    pen.fillStyle = "#f6f3ec";
    pen.fillRect(0, 0, width, height);
    pen.fillStyle = "#1c2430";
    pen.font = "bold 30px sans-serif";
    pen.fillText(`${hour.toFixed(1)} hours on the counter`, 36, 60);
    pen.fillStyle = danger < 1 ? "#2f6f4f" : "#a3341f";
    pen.font = "24px sans-serif";
    pen.fillText(danger < 1 ? "Still fine: into the refrigerator" : "Too late: throw it away", 36, 100);
    pen.fillStyle = "#d9d2c3";
    pen.fillRect(36, 300, 420, 14);
    pen.fillStyle = danger < 1 ? "#2f6f4f" : "#a3341f";
    pen.fillRect(36, 300, 420 * (hour / 4), 14);
    pen.fillStyle = "#8c6b4a";
    pen.fillRect(120, 210, 240, 50);
    pen.fillStyle = "#a3341f";
    const germs = Math.min(160, Math.floor(2 ** (hour * 1.9)));
    for (let germ = 0; germ < germs; germ++) {
      pen.beginPath();
      pen.arc(130 + ((germ * 53) % 220), 218 + ((germ * 31) % 36), 3, 0, Math.PI * 2);
      pen.fill();
    }
    pen.fillStyle = "#c8c2b4";
    pen.fillRect(540, 110, 24, 190);
    pen.fillStyle = "#a3341f";
    pen.fillRect(540, 300 - 190 * (0.2 + 0.5 * danger), 24, 190 * (0.2 + 0.5 * danger));
    pen.fillStyle = "#1c2430";
    pen.font = "18px sans-serif";
    pen.fillText(`${Math.round(38 + 32 * danger)} °F`, 526, 330);
  }
}
