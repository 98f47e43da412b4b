/** What a person may see of their own sign-ins. Tokens and keys stay here. */
import { getAuthenticatorName } from "@better-auth/passkey";
import type { Auth } from "#lib/identity/auth.ts";

export interface SignedInDevice {
  id: string;
  userAgent: string | null;
  signedInAt: Date;
  /** Kept within five minutes. */
  lastSeenAt: Date;
  /** The one that asks. */
  isThis: boolean;
}

export interface KnownPasskey {
  id: string;
  /** As the person named it, else the keeper's own name; null when neither is known. */
  name: string | null;
  createdAt: Date | null;
}

/** Lists the devices this person is signed in on, this one first, then those seen last. `headers` carry the session. */
export async function listDevices(signIn: Auth, headers: Headers): Promise<SignedInDevice[]> {
  const here = await signIn.api.getSession({ headers });
  const sessions = await signIn.api.listSessions({ headers });
  return sessions
    .map((session) => ({
      id: session.id,
      userAgent: session.userAgent || null,
      signedInAt: session.createdAt,
      lastSeenAt: session.lastSeenAt ?? session.createdAt,
      isThis: session.id === here?.session.id,
    }))
    .toSorted(
      (a, b) => Number(b.isThis) - Number(a.isThis) || b.lastSeenAt.getTime() - a.lastSeenAt.getTime(),
    );
}

/** Finds the token that ends one of this person's sessions; null for an id that is none of theirs. */
export async function findSessionToken(signIn: Auth, headers: Headers, id: string): Promise<string | null> {
  const sessions = await signIn.api.listSessions({ headers });
  return sessions.find((session) => session.id === id)?.token ?? null;
}

/** Lists this person's passkeys, oldest first. */
export async function listPasskeys(signIn: Auth, headers: Headers): Promise<KnownPasskey[]> {
  const found = await signIn.api.listPasskeys({ headers });
  return found
    .map(({ id, name, aaguid, createdAt }) => ({
      id,
      name: name || (getAuthenticatorName(aaguid) ?? null),
      createdAt: createdAt ? new Date(createdAt) : null,
    }))
    .toSorted((a, b) => (a.createdAt?.getTime() ?? 0) - (b.createdAt?.getTime() ?? 0));
}
