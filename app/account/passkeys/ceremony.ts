/**
 * The browser's half of a passkey: fetches what the server wants signed, lets the device sign it, and sends it back.
 * By the browser's own functions for JSON, so no library is sent along.
 */

/** `notUsed`: the person or the device said no. `unknown`: it opens no account here. `stale`: signed in too long ago. */
export type Outcome = "done" | "notUsed" | "known" | "unknown" | "stale" | "tooMany" | "ours";

/** True where the browser can make and use passkeys. */
export function knowsPasskeys(): boolean {
  return (
    typeof PublicKeyCredential === "function" &&
    "parseCreationOptionsFromJSON" in PublicKeyCredential &&
    "parseRequestOptionsFromJSON" in PublicKeyCredential
  );
}

/** Makes a passkey on this device and adds it to the account that is signed in. */
export function addPasskey(name: string): Promise<Outcome> {
  return perform("generate-register-options", "verify-registration", { name }, (options) =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
        options as PublicKeyCredentialCreationOptionsJSON,
      ),
    }),
  );
}

/** Signs in with a passkey the person picks. */
export function signInWithPasskey(): Promise<Outcome> {
  return perform("generate-authenticate-options", "verify-authentication", {}, (options) =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON({
        ...(options as PublicKeyCredentialRequestOptionsJSON),
        userVerification: "required",
      }),
    }),
  );
}

type Sign = (options: unknown) => Promise<Credential | null>;

async function perform(ask: string, tell: string, about: object, sign: Sign): Promise<Outcome> {
  try {
    const asked = await fetch(`/api/auth/passkey/${ask}`);
    if (!asked.ok) return refusalOf(asked);
    const credential = await sign(await asked.json());
    if (!(credential instanceof PublicKeyCredential)) return "notUsed";
    const told = await fetch(`/api/auth/passkey/${tell}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...about, response: credential.toJSON() }),
    });
    return told.ok ? "done" : await refusalOf(told);
  } catch (error) {
    return outcomeOf(error);
  }
}

async function refusalOf(answer: Response): Promise<Outcome> {
  if (answer.status === 429) return "tooMany";
  const body: unknown = await answer.json().catch(() => null);
  const code = (body as { code?: unknown } | null)?.code;
  if (code === "SESSION_NOT_FRESH") return "stale";
  return answer.status === 401 ? "unknown" : "ours";
}

function outcomeOf(error: unknown): Outcome {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "InvalidStateError") return "known";
  return name === "NotAllowedError" || name === "AbortError" ? "notUsed" : "ours";
}
