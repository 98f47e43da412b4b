import { expect, test } from "vitest";
import { signContentToken, verifyContentToken } from "#lib/courses/content-token.ts";

const ID = "0b54f3a1-8c21-4f0e-9d3b-2a6f7c8e9d10";
const SECRET = "a-secret-for-tests-of-at-least-32-characters";
const NOW = 1_790_000_000_000;
const HOUR_MS = 3_600_000;

test("a token opens its package for six hours", () => {
  const token = signContentToken(ID, SECRET, NOW);
  expect(verifyContentToken(token, SECRET, NOW)).toBe(ID);
  expect(verifyContentToken(token, SECRET, NOW + 5.9 * HOUR_MS)).toBe(ID);
  expect(verifyContentToken(token, SECRET, NOW + 6.1 * HOUR_MS)).toBeNull();
});

test("a token with one changed character, of another secret, cut or padded opens nothing", () => {
  const token = signContentToken(ID, SECRET, NOW);
  for (let at = 0; at < token.length; at++) {
    const changed = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
    expect(verifyContentToken(changed, SECRET, NOW)).toBeNull();
  }
  expect(verifyContentToken(token, `${SECRET}!`, NOW)).toBeNull();
  for (const other of ["", token.slice(1), `${token}A`, `${token}=`, ` ${token}`])
    expect(verifyContentToken(other, SECRET, NOW)).toBeNull();
});
