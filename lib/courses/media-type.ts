/** Which files a lesson may consist of. What is not listed is no part of a web page and is refused. */

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  htm: "text/html; charset=utf-8",
  xhtml: "application/xhtml+xml",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  json: "application/json",
  xml: "application/xml",
  xsd: "application/xml",
  dtd: "application/xml-dtd",
  txt: "text/plain; charset=utf-8",
  md: "text/plain; charset=utf-8",
  map: "application/json",
  csv: "text/csv; charset=utf-8",
  vtt: "text/vtt; charset=utf-8",
  srt: "text/plain; charset=utf-8",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  svg: "image/svg+xml",
  webp: "image/webp",
  avif: "image/avif",
  bmp: "image/bmp",
  ico: "image/x-icon",
  cur: "image/x-icon",
  mp3: "audio/mpeg",
  m4a: "audio/mp4",
  aac: "audio/aac",
  oga: "audio/ogg",
  ogg: "audio/ogg",
  wav: "audio/wav",
  mp4: "video/mp4",
  m4v: "video/mp4",
  webm: "video/webm",
  ogv: "video/ogg",
  woff: "font/woff",
  woff2: "font/woff2",
  ttf: "font/ttf",
  otf: "font/otf",
  eot: "application/vnd.ms-fontobject",
  pdf: "application/pdf",
  wasm: "application/wasm",
};

/** The media type of a file by the end of its name; null for one that no lesson may have. */
export function mediaTypeOf(path: string): string | null {
  const end = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(TYPES, end) ? (TYPES[end] ?? null) : null;
}

/** The video format the first bytes of a file show, whatever it is called; null for anything else. */
export function sniffVideo(head: Uint8Array): "video/mp4" | "video/webm" | null {
  const text = Buffer.from(head.subarray(0, 12)).toString("latin1");
  if (text.slice(4, 8) === "ftyp") return "video/mp4";
  return text.startsWith("\u001aE\u00df\u00a3") ? "video/webm" : null;
}
