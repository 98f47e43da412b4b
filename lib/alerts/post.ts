import { AlertError } from "#lib/alerts/alert-error.ts";

const WITHIN_MS = 10_000;

/** What is sent, and what it is. */
export interface AlertBody {
  type: string;
  text: string;
}

/**
 * Sends one body; done means the receiver answered 2xx. Throws AlertError for everything else, a redirect included.
 * What it answers is not read: nothing in it matters to us, and it may be endless.
 */
export async function post(channel: string, url: string, body: AlertBody): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": body.type, "user-agent": "Baton" },
    body: body.text,
    signal: AbortSignal.timeout(WITHIN_MS),
  }).catch(() => {
    // The cause would name the address.
    throw new AlertError(channel, null);
  });
  await response.body?.cancel().catch(() => undefined);
  if (!response.ok) throw new AlertError(channel, response.status);
}
