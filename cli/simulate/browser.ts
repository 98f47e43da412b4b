/** A student's browser, as far as the road needs one: cookies, an address of its own, and the patience to reload. */
import { setTimeout as pause } from "node:timers/promises";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
const GIVE_UP_AFTER_MS = 60_000;
const ANSWER_WITHIN_MS = 35_000;

/** An answer the student cannot go on from; the message says which request, never what was in it. */
export class UnexpectedAnswerError extends Error {
  override readonly name = "UnexpectedAnswerError";
}

export class Browser {
  readonly #appUrl: string;
  readonly #address: string;
  readonly #cookies = new Map<string, string>();
  readonly #onRefusal: (body: string) => void;

  /** `number` gives each student an address of its own, as the rate limits of sign-in see it. */
  constructor(appUrl: string, number: number, onRefusal: (body: string) => void) {
    this.#appUrl = appUrl;
    this.#onRefusal = onRefusal;
    this.#address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
  }

  get signedIn(): boolean {
    return this.#cookies.size > 0;
  }

  /** Requests a page or route of Baton without following redirects, trying again while the server is away. */
  async request(path: string, json?: unknown): Promise<Response> {
    const url = new URL(path, this.#appUrl);
    const headers = new Headers({ "x-forwarded-for": this.#address, cookie: this.#cookieHeader() });
    if (json !== undefined) {
      headers.set("content-type", "application/json");
      headers.set("origin", this.#appUrl);
    }
    const response = await patiently(url, {
      method: json === undefined ? "GET" : "POST",
      headers,
      redirect: "manual",
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      onRefusal: this.#onRefusal,
    });
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    return response;
  }

  #cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  #keep(cookie: string): void {
    const [pair = ""] = cookie.split(";", 1);
    const at = pair.indexOf("=");
    if (at > 0) this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

/** Fetches a whole answer, waiting longer between tries, while nobody answers, it breaks off, or it is a server error or 429. */
export async function patiently(
  url: URL | string,
  { onRefusal, ...init }: RequestInit & { onRefusal?: (body: string) => void },
): Promise<Response> {
  const startedAt = performance.now();
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    const late = performance.now() - startedAt > GIVE_UP_AFTER_MS;
    try {
      const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      const { status, headers } = response;
      const body = await response.arrayBuffer();
      if (status >= 400) onRefusal?.(new TextDecoder().decode(body));
      if ((status < 500 && status !== 429) || late)
        return new Response(body.byteLength > 0 ? body : null, { status, headers });
    } catch (error) {
      if (late) throw error;
    }
    await pause(wait);
  }
}
