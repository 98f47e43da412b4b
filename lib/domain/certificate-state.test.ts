import { expect, test } from "vitest";
import { certificateState } from "#lib/domain/certificate-state.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const state = (status: string, expiresAt: string | null) =>
  certificateState({ status, expiresAt: expiresAt === null ? null : new Date(expiresAt) }, NOW);

test("a certificate counts until the moment it expires", () => {
  expect(state("valid", null)).toBe("valid");
  expect(state("valid", "2026-11-20T12:00:01Z")).toBe("valid");
  expect(state("valid", "2026-11-20T12:00:00Z")).toBe("expired");
});

test("a revoked certificate is revoked, expired or not, and so is any state we do not know", () => {
  expect(state("revoked", null)).toBe("revoked");
  expect(state("revoked", "2020-01-01T00:00:00Z")).toBe("revoked");
  expect(state("strange", null)).toBe("revoked");
});
