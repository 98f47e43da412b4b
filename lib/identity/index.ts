/** The door of this room: who a request acts for, and signing in and out. Knows no use-case. */
export { auth, AUTH_PATH, createAuth, type Auth } from "#lib/identity/auth.ts";
export { claimsFrom, claimsOfSession } from "#lib/identity/claims.ts";
export { findSessionToken, listDevices, listPasskeys, type SignedInDevice } from "#lib/identity/devices.ts";
export { passkeysWorkAt } from "#lib/identity/passkeys.ts";
