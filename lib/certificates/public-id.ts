import { randomBytes } from "node:crypto";

/** Crockford's alphabet in lower case: no i, l, o or u, so that nothing read from paper is mistaken for something else. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** 26 letters of 5 bits: 130 random bits. */
const LENGTH = 26;

/**
 * Creates the id under which anybody may look a certificate up: 26 letters and digits, 130 random bits.
 *
 * Needs no escaping in a URL. Each call gives another one; `random` is an argument for tests only.
 */
export function createPublicId(random: (bytes: number) => Uint8Array = randomBytes): string {
  // 256 is a multiple of 32, so the low five bits of a byte are as even as the byte.
  return Array.from(random(LENGTH), (byte) => ALPHABET[byte & 31]).join("");
}
