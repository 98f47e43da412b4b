/**
 * Serves uploaded packages from an origin of their own, so that their scripts have nothing of Baton within reach: no
 * cookie, no page, no route. Who may read a package is said by the signed part of the address.
 *
 *   /frame.js /scorm12.js /scorm2004.js     our own scripts
 *   /p/<token>/                             the page that stands between Baton and the package
 *   /p/<token>/files/<path>                 a file of the package
 */
import { readFileSync } from "node:fs";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { verifyContentToken } from "#lib/courses/content-token.ts";
import type { Connection } from "#lib/db/client.ts";
import { findPackageFile, readFileBytes, type StoredFile } from "#lib/db/course-files.ts";
import { readRange } from "#lib/domain/byte-range.ts";
import { logError } from "#lib/logger.ts";
import { contentHeaders } from "#server/content/content-policy.ts";

export interface ContentParts {
  /** Connected as baton_web. */
  db: Connection;
  /** Baton's own address: the only page that may show a package. */
  appUrl: string;
  /** Signs the addresses. */
  secret: string;
}

const SCRIPTS: Readonly<Record<string, string>> = {
  "/frame.js": path.resolve(import.meta.dirname, "frame.mjs"),
  "/scorm12.js": fileURLToPath(import.meta.resolve("scorm-again/scorm12/min")),
  "/scorm2004.js": fileURLToPath(import.meta.resolve("scorm-again/scorm2004/min")),
};
/** Names change with the version of Baton only, so an hour is short enough. */
const SCRIPT_CACHE = "public, max-age=3600";
/** As long as the address itself opens anything. */
const FILE_CACHE = "private, max-age=21600";
const MAX_HEADER_BYTES = 16 * 1024;
const REQUEST_WITHIN_MS = 30_000;

/** Makes the server; the caller lets it listen. */
export function createContentServer(parts: ContentParts): http.Server {
  const headers = Object.entries(contentHeaders(parts.appUrl)).flat();
  return http.createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, requestTimeout: REQUEST_WITHIN_MS },
    (request, response) => {
      const answer = createAnswer(response, headers);
      void serve(parts, request, answer).catch((error: unknown) => {
        // A browser that went away while a file was sent is no failure.
        if ((error as { code?: string }).code === "ERR_STREAM_PREMATURE_CLOSE") return;
        logError("request failed", error, { route: "course content" });
        if (response.headersSent) response.destroy();
        else answer.text(503, "This lesson cannot be shown right now. Please try again in a minute.\n");
      });
    },
  );
}

interface Answer {
  response: ServerResponse;
  /** Common headers, name and value in turn. */
  headers: readonly string[];
  text(status: number, text: string): void;
}

function createAnswer(response: ServerResponse, headers: readonly string[]): Answer {
  return {
    response,
    headers,
    text(status, text) {
      const own = ["Content-Type", "text/plain; charset=utf-8", "Cache-Control", "no-store"];
      response.writeHead(status, [...headers, ...own]).end(text);
    },
  };
}

async function serve(parts: ContentParts, request: IncomingMessage, answer: Answer): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") return answer.text(405, "Only for reading.\n");
  if (isBatonsHost(request, parts.appUrl)) return answer.text(421, "Lessons have an address of their own.\n");
  const address = (request.url ?? "/").split("?", 1)[0] ?? "/";
  const script = Object.hasOwn(SCRIPTS, address) ? SCRIPTS[address] : undefined;
  if (script) return sendScript(script, answer);
  const [, token = "", file] = /^\/p\/([\w-]+)\/(?:files\/(.+))?$/.exec(address) ?? [];
  const packageId = verifyContentToken(token, parts.secret, Date.now());
  if (!packageId) return answer.text(404, "This address is over. Open the lesson again in Baton.\n");
  if (file === undefined) return sendFrame(parts, answer);
  const name = decode(file);
  const found = name === null ? null : await findPackageFile(parts.db, packageId, name);
  if (!found) return answer.text(404, "The package has no such file.\n");
  return sendFile(parts.db, found, request, answer);
}

/** By Baton's own name, on whatever port, a package could reach Baton's cookies: there it is not served. */
function isBatonsHost({ headers: { host = "" } }: IncomingMessage, appUrl: string): boolean {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  return name === new URL(appUrl).hostname;
}

/** The database holds no NUL character, and a path with broken escapes names nothing. */
function decode(file: string): string | null {
  try {
    const name = decodeURIComponent(file);
    return name.includes("\0") ? null : name;
  } catch {
    return null;
  }
}

function sendScript(file: string, { response, headers }: Answer): void {
  const own = ["Content-Type", "text/javascript; charset=utf-8", "Cache-Control", SCRIPT_CACHE];
  response.writeHead(200, [...headers, ...own]).end(readFileSync(file));
}

/** The page around the package: it fills the frame, and says whom it speaks to. */
function sendFrame({ appUrl }: ContentParts, { response, headers }: Answer): void {
  const own = ["Content-Type", "text/html; charset=utf-8", "Cache-Control", "no-store"];
  response.writeHead(200, [...headers, ...own]).end(
    `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Lesson</title>
    <style>html, body { height: 100%; margin: 0 } iframe { display: block; width: 100%; height: 100%; border: 0 }</style>
  </head>
  <body data-app-origin="${new URL(appUrl).origin}" data-files="files/">
    <iframe title="Lesson" allow="autoplay; fullscreen"></iframe>
    <script type="module" src="/frame.js"></script>
  </body>
</html>
`,
  );
}

async function sendFile(
  db: Connection,
  { id, mediaType, byteCount }: StoredFile,
  request: IncomingMessage,
  { response, headers, text }: Answer,
): Promise<void> {
  const range = readRange(request.headers.range ?? null, byteCount);
  if (range.kind === "outside") {
    response.setHeader("Content-Range", `bytes */${byteCount}`);
    return text(416, "The file is not that long.\n");
  }
  const [start, end] = range.kind === "part" ? [range.start, range.end] : [0, byteCount - 1];
  const own = ["Content-Type", mediaType, "Cache-Control", FILE_CACHE, "Accept-Ranges", "bytes"];
  if (range.kind === "part") own.push("Content-Range", `bytes ${start}-${end}/${byteCount}`);
  own.push("Content-Length", String(end - start + 1));
  response.writeHead(range.kind === "part" ? 206 : 200, [...headers, ...own]);
  if (request.method === "HEAD" || byteCount === 0) response.end();
  else await pipeline(readFileBytes(db, id, start, end), response);
}
