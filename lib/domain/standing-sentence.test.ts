import { expect, test } from "vitest";
import { LANGUAGES } from "#lib/domain/language.ts";
import { STANDINGS, type StandingKind } from "#lib/domain/partner-standing.ts";
import {
  isOthersTurn,
  standingSentence,
  type SpokenStanding,
  type StandingStep,
  type Telling,
} from "#lib/domain/standing-sentence.ts";
import { standingWords } from "#lib/domain/standing-words.ts";
import { spoken } from "#tests/languages/voices.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const TELLING: Telling = {
  now: NOW,
  timeZone: "UTC",
  rules: { certiport: { retakesIncluded: 1, voucherFor: ["exam"] } },
};

function step(kind: StandingKind, changes: Partial<SpokenStanding> = {}, slug = "certiport"): StandingStep {
  const names: Record<string, string> = {
    certiport: "Certiport",
    hsi: "HSI",
    careersafe: "CareerSafe",
    nrf: "NRF RISE Up",
    nds: "NDS",
  };
  return {
    course: { kind: slug === "certiport" ? "exam" : "course" },
    partner: { slug, name: names[slug]! },
    standing: { kind, at: null, seatMinutes: null, vouchers: { taken: 1, reserved: false }, ...changes },
  };
}

const past = new Date("2026-11-19T15:00:00Z");
const ahead = new Date("2026-11-27T15:00:00Z");
const secondVoucherUsed = { vouchers: { taken: 2, reserved: false } };

test.each<[StandingStep, string | null, boolean]>([
  [step("learning"), null, false],
  [
    step("seat_time_open", { seatMinutes: { done: 412, required: 600 } }, "careersafe"),
    "All lessons are done. CareerSafe asks for 600 minutes in the course; you have 412.",
    false,
  ],
  [
    step("seat_time_open", { seatMinutes: { done: 900, required: 1800 } }, "careersafe"),
    "All lessons are done. CareerSafe asks for 1,800 minutes in the course; you have 900.",
    false,
  ],
  [
    step("seat_time_open", {}, "careersafe"),
    "All lessons are done. CareerSafe asks for more time in the course before it counts.",
    false,
  ],
  [
    step("session_unbooked", {}, "hsi"),
    "The online part is done. Book your skills session at HSI to finish.",
    false,
  ],
  [
    step("session_booked", { at: ahead }, "hsi"),
    "Your skills session at HSI is on Friday, 27 November 2026 at 15:00 UTC.",
    true,
  ],
  [
    step("session_booked", { at: past }, "hsi"),
    "Your skills session at HSI was on Thursday, 19 November 2026 at 15:00 UTC. We are waiting for HSI to confirm that you passed.",
    true,
  ],
  [step("session_booked", {}, "hsi"), "Your skills session at HSI is booked.", true],
  [step("exam_ready"), "Your exam at Certiport is ready. Take it when you feel prepared.", false],
  [
    step("exam_failed"),
    "You did not pass the exam this time. A new voucher is being arranged, usually within a minute.",
    true,
  ],
  [
    step("exam_failed", secondVoucherUsed),
    "You did not pass the exam this time, and the retakes that are included are used up. Your school has been told and will write to you about another try.",
    true,
  ],
  [
    step("exam_failed", {}, "nrf"),
    "You did not pass the exam this time. You can take it again whenever you feel ready.",
    false,
  ],
  [step("retake_ready"), "You can take the exam at Certiport again: everything for it is in place.", false],
  [
    step("voucher_expired"),
    "Your exam voucher ran out before you took the exam. A new one is being arranged, usually within a minute.",
    true,
  ],
  [
    step("voucher_expired", secondVoucherUsed),
    "Your exam voucher ran out before you took the exam. Your school has been told and will write to you about a new one.",
    true,
  ],
  [
    step("deadline_passed", {}, "careersafe"),
    "The time for this course is over. Your school has been told and will write to you with what comes next.",
    true,
  ],
  [
    step("appointment_unbooked", {}, "nds"),
    "Make your appointment with NDS: choose a place and a time.",
    false,
  ],
  [
    step("appointment_booked", { at: ahead }, "nds"),
    "Your appointment with NDS is on Friday, 27 November 2026 at 15:00 UTC.",
    true,
  ],
  [
    step("appointment_booked", { at: past }, "nds"),
    "Your appointment with NDS was on Thursday, 19 November 2026 at 15:00 UTC. We are waiting for NDS to confirm that the requirement is met.",
    true,
  ],
])("%#: %s", (it, sentence, waits) => {
  const said = standingSentence(it, TELLING);
  expect(said && spoken(said)).toBe(sentence);
  expect(isOthersTurn(it, TELLING)).toBe(waits);
});

test.each(STANDINGS.filter((kind) => kind !== "learning"))("%s has a sentence and a label", (kind) => {
  for (const language of LANGUAGES) {
    expect(spoken(standingSentence(step(kind), TELLING)!, language)).toMatch(/\.$/);
    expect(spoken(standingWords(kind)!.label, language)).toMatch(/^\p{Lu}/u);
  }
});

test("times are said in the zone and the language of whoever reads", () => {
  const at = new Date("2026-11-28T02:30:00Z");
  const said = standingSentence(step("session_booked", { at }, "hsi"), TELLING)!;
  expect(spoken(said, "en", "America/Los_Angeles")).toBe(
    "Your skills session at HSI is on Friday, 27 November 2026 at 18:30 PST.",
  );
  expect(spoken(said, "es", "America/Los_Angeles")).toBe(
    "Tu sesión práctica en HSI es el viernes 27 de noviembre de 2026 a las 18:30 PST.",
  );
});

test("a standing this version does not know, or none yet, says nothing and blocks nothing", () => {
  const unknown = step("learning", { kind: "toString" });
  expect(standingSentence(unknown, TELLING)).toBeNull();
  expect(standingWords("toString")).toBeNull();
  expect(isOthersTurn(unknown, TELLING)).toBe(false);
  expect(standingSentence({ ...unknown, standing: null }, TELLING)).toBeNull();
});
