/** Passkeys: what is demanded of the devices that keep them. */
import { isIP } from "node:net";
import { passkey } from "@better-auth/passkey";
import { APIError } from "better-auth/api";

/**
 * Tells whether browsers make passkeys for an address: it must have a name, `localhost` at least; they refuse bare
 * IP addresses.
 */
export function passkeysWorkAt(appUrl: string): boolean {
  const { hostname } = new URL(appUrl);
  return isIP(hostname.replace(/^\[|\]$/g, "")) === 0;
}

/** Makes the library's plugin for Baton's address. A passkey stands for two factors: the device, and its owner's finger, face or PIN. */
export function passkeys(appUrl: string) {
  const { hostname, origin } = new URL(appUrl);
  return passkey({
    rpID: hostname,
    rpName: "Baton",
    origin,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    registration: {
      afterVerification: ({ verification }) => requireOwner(verification.registrationInfo?.userVerified),
    },
    authentication: {
      afterVerification: ({ verification }) => requireOwner(verification.authenticationInfo.userVerified),
    },
  });
}

/** Turns "our fault", which the library says when a device proves nothing, into a refusal; other answers pass as they are. */
export async function blameTheDevice(answer: Response): Promise<Response> {
  if (answer.status !== 500) return answer;
  const body: unknown = await answer
    .clone()
    .json()
    .catch(() => null);
  if ((body as { code?: unknown } | null)?.code !== "FAILED_TO_VERIFY_REGISTRATION") return answer;
  return new Response(answer.body, { status: 400, headers: answer.headers });
}

async function requireOwner(userVerified: boolean | undefined): Promise<void> {
  if (userVerified) return;
  throw new APIError("UNAUTHORIZED", {
    code: "OWNER_NOT_VERIFIED",
    message: "The device did not check who uses it.",
  });
}
