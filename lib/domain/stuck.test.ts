import { expect, test } from "vitest";
import { idleDays, isStuck, type Learner } from "#lib/domain/stuck.ts";
import { STANDINGS } from "#lib/domain/partner-standing.ts";

const now = new Date("2026-11-20T12:00:00Z");
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const learner: Learner = { partner: "hsi", standing: "learning", progress: 40, idleSince: ago(169) };
const limits = { hsi: 168, certiport: 336 };

test("a student is stuck after the partner's own limit, to the hour", () => {
  expect(isStuck(learner, limits, now)).toBe(true);
  expect(isStuck({ ...learner, idleSince: ago(168) }, limits, now)).toBe(true);
  expect(isStuck({ ...learner, idleSince: ago(167.9) }, limits, now)).toBe(false);
  expect(isStuck({ ...learner, partner: "certiport" }, limits, now)).toBe(false);
  expect(isStuck({ ...learner, partner: "certiport", idleSince: ago(336) }, limits, now)).toBe(true);
});

test("a partner without a limit has no stuck students", () => {
  expect(isStuck({ ...learner, partner: "constructor" }, limits, now)).toBe(false);
});

test("whoever waits for others is not stuck", () => {
  const waiting = STANDINGS.filter((standing) => !isStuck({ ...learner, standing }, limits, now));
  expect(waiting.toSorted()).toEqual([
    "appointment_booked",
    "deadline_passed",
    "exam_failed",
    "session_booked",
    "voucher_expired",
  ]);
});

test("100 percent waits for the partner, unless something is left for the student to do", () => {
  expect(isStuck({ ...learner, progress: 100 }, limits, now)).toBe(false);
  expect(isStuck({ ...learner, progress: 100, standing: "session_unbooked" }, limits, now)).toBe(true);
});

test("days are counted whole, one at least", () => {
  expect(idleDays(ago(169), now)).toBe(7);
  expect(idleDays(ago(3), now)).toBe(1);
});
