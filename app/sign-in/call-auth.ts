/**
 * Asks the sign-in library for something on behalf of a form, in process, and passes its cookies on. It goes
 * through the library's own request handler, so that its rate limits count here as they do at /api/auth.
 */
import { cookies, headers } from "next/headers";
import { loadConfig } from "#lib/config.ts";
import { auth, AUTH_PATH } from "#lib/identity/index.ts";

/** `code` is the library's own, for instance EMAIL_NOT_VERIFIED; empty when it gave none. */
export type AuthAnswer = { ok: true } | { ok: false; status: number; code: string };

/** What of the browser's request is looked at: session, address for rate limits, device, language of mails. */
const PASSED_ON = ["cookie", "x-forwarded-for", "user-agent", "accept-language"];

/** Posts to one path of the library, for instance `/sign-in/email`. Cookies it sets are set in the browser. */
export async function callAuth(path: string, body: Record<string, unknown>): Promise<AuthAnswer> {
  const origin = loadConfig().APP_URL;
  const asked = await headers();
  const passed = PASSED_ON.flatMap((name): [string, string][] => {
    const value = asked.get(name);
    return value === null ? [] : [[name, value]];
  });
  const answer = await auth().handler(
    new Request(`${origin}${AUTH_PATH}${path}`, {
      method: "POST",
      headers: [...passed, ["origin", origin], ["content-type", "application/json"]],
      body: JSON.stringify(body),
    }),
  );
  await passCookiesOn(answer);
  if (answer.ok) return { ok: true };
  return { ok: false, status: answer.status, code: await codeOf(answer) };
}

async function passCookiesOn(answer: Response): Promise<void> {
  const jar = await cookies();
  for (const line of answer.headers.getSetCookie()) {
    const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
    const split = pair.indexOf("=");
    jar.set({
      name: pair.slice(0, split),
      value: decodeURIComponent(pair.slice(split + 1)), // the jar encodes it again
      ...cookieOptions(attributes),
    });
  }
}

function cookieOptions(attributes: readonly string[]) {
  const named = new Map(
    attributes.map((attribute) => {
      const [name = "", value = ""] = attribute.split("=");
      return [name.toLowerCase(), value];
    }),
  );
  const maxAge = named.get("max-age");
  return {
    path: named.get("path") ?? "/",
    httpOnly: named.has("httponly"),
    secure: named.has("secure"),
    sameSite: "lax" as const,
    ...(maxAge === undefined ? {} : { maxAge: Number(maxAge) }),
  };
}

async function codeOf(answer: Response): Promise<string> {
  const body: unknown = await answer.json().catch(() => null);
  const code = (body as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}
