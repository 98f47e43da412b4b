import { expect, test } from "vitest";
import { createPublicId } from "#lib/certificates/public-id.ts";

test("a public id carries at least 128 bits and survives a URL unchanged", () => {
  const id = createPublicId();
  expect(id.length * 5).toBeGreaterThanOrEqual(128);
  expect(encodeURIComponent(id)).toBe(id);
});

test("a public id has no letter that can be mistaken for another on paper", () => {
  const ids = Array.from({ length: 500 }, () => createPublicId()).join("");
  expect(ids).not.toMatch(/[ilouA-Z]/);
});

test("ids never repeat and use every letter about equally often", () => {
  const ids = Array.from({ length: 2000 }, () => createPublicId());
  expect(new Set(ids).size).toBe(2000);
  const counts = new Map<string, number>();
  for (const letter of ids.join("")) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  expect(counts.size).toBe(32);
  // 52,000 letters over 32: 1,625 expected, standard deviation 40.
  expect(Math.min(...counts.values())).toBeGreaterThan(1625 - 8 * 40);
  expect(Math.max(...counts.values())).toBeLessThan(1625 + 8 * 40);
});

test("every bit of a random byte that is used changes the id", () => {
  const zero = createPublicId((bytes) => new Uint8Array(bytes));
  for (let at = 0; at < 26; at += 1)
    for (let bit = 0; bit < 5; bit += 1) {
      const changed = createPublicId((bytes) => new Uint8Array(bytes).fill(1 << bit, at, at + 1));
      expect(changed).not.toBe(zero);
    }
});
