/**
 * The part of an address that opens one package for some hours. Packages are served from an origin without cookies, so
 * the address itself must say who let the browser in.
 */
import { createHmac, timingSafeEqual } from "node:crypto";

const VALID_SECONDS = 6 * 60 * 60;
const ID_BYTES = 16;
const TIME_BYTES = 4;
const MAC_BYTES = 16;

/** Signs the opening of a package (its uuid) from `now` (milliseconds) on; `secret` is the installation's. */
export function signContentToken(packageId: string, secret: string, now: number): string {
  const body = Buffer.alloc(ID_BYTES + TIME_BYTES);
  body.write(packageId.replaceAll("-", ""), "hex");
  body.writeUInt32BE(Math.floor(now / 1000) + VALID_SECONDS, ID_BYTES);
  return Buffer.concat([body, mac(body, secret)]).toString("base64url");
}

/** The package a token opens; null when it is forged, damaged or over. */
export function verifyContentToken(token: string, secret: string, now: number): string | null {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== ID_BYTES + TIME_BYTES + MAC_BYTES || bytes.toString("base64url") !== token)
    return null;
  const body = bytes.subarray(0, ID_BYTES + TIME_BYTES);
  if (!timingSafeEqual(mac(body, secret), bytes.subarray(body.length))) return null;
  if (body.readUInt32BE(ID_BYTES) * 1000 <= now) return null;
  const hex = body.toString("hex", 0, ID_BYTES);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Of a key of its own, so that a token can never pass for anything else this secret signs. */
function mac(body: Buffer, secret: string): Buffer {
  const key = createHmac("sha256", secret).update("baton course content").digest();
  return createHmac("sha256", key).update(body).digest().subarray(0, MAC_BYTES);
}
