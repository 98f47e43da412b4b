import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** Stripe's ids by prefix and length of the random part. */
const RANDOM_LENGTH = {
  cs_test_: 58,
  pi_3: 23,
  ch_3: 23,
  re_3: 23,
  du_1: 23,
  evt_1: 23,
  li_1: 23,
  pm_1: 23,
  price_1: 23,
  prod_: 14,
  req_: 14,
} as const;

/** Makes a fresh id that looks like Stripe's. */
export function newId(prefix: keyof typeof RANDOM_LENGTH): string {
  let id: string = prefix;
  for (const byte of randomBytes(RANDOM_LENGTH[prefix])) id += ALPHABET[byte % ALPHABET.length];
  return id;
}
