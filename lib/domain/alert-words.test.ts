import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  alertAdvice,
  alertPage,
  alertSeen,
  alertTitle,
  isAlertKind,
  type AlertKind,
} from "#lib/domain/alert-words.ts";

const SENTENCES: [AlertKind, string, Record<string, number>, string, string][] = [
  [
    "partner_errors",
    "HSI",
    { calls: 1200, errors: 700 },
    "Most calls to HSI fail",
    "700 of 1,200 calls in five minutes failed.",
  ],
  [
    "partner_slow",
    "the mail server",
    { calls: 20, slow: 2 },
    "The mail server takes over ten seconds to answer",
    "2 of 20 calls in five minutes took longer than ten seconds.",
  ],
  [
    "partner_breaker",
    "JRI",
    { openSeconds: 20 },
    "Calls to JRI are paused",
    "Too many calls in a row failed; paused for a minute now.",
  ],
  [
    "partner_silent",
    "NRF",
    { students: 3, hours: 24 },
    "Nothing new is heard from NRF",
    "3 students opened a course there within 24 hours, and no progress came of any.",
  ],
  [
    "vouchers_low",
    "Milady",
    { available: 5, used: 40 },
    "Few codes are left for Milady",
    "5 left; 40 were used in 30 days.",
  ],
  [
    "vouchers_empty",
    "Milady",
    { used: 40 },
    "No code is left for Milady",
    "None left; 40 were used in 30 days.",
  ],
  ["dead_jobs", "Baton", { jobs: 1 }, "Work was given up", "1 job used up all tries."],
  [
    "orders_waiting",
    "Baton",
    { orders: 2, oldestSeconds: 9000 },
    "A paid student waits for a first course",
    "2 orders paid over five minutes ago without a course to open, the oldest for 3 hours.",
  ],
];

describe("an alert in words", () => {
  it.each(SENTENCES)("%s", (kind, who, facts, title, seen) => {
    expect([alertTitle(kind, who), alertSeen(kind, facts)]).toEqual([title, seen]);
  });

  it("says something without figures too, and never a link", () => {
    for (const [kind] of SENTENCES) {
      const { meaning, toDo } = alertAdvice(kind);
      const text = [alertTitle(kind, "HSI"), alertSeen(kind, {}), meaning, toDo].join(" ");
      expect(text).not.toMatch(/undefined|NaN|https?:|null/);
      expect(alertPage(kind, "hsi").href).toMatch(/^\/admin/);
    }
  });

  it("knows its kinds and no other", () => {
    expect(SENTENCES.every(([kind]) => isAlertKind(kind))).toBe(true);
    for (const other of ["", "toString", "__proto__", "partner"]) expect(isAlertKind(other)).toBe(false);
  });

  it("has a section in the operators' pages for each kind", () => {
    const pages = readFileSync(path.resolve(import.meta.dirname, "../../docs/operations.md"), "utf8");
    for (const [kind] of SENTENCES) expect(pages).toContain(`### ${kind}\n`);
  });
});
