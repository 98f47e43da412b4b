import { expect, test } from "vitest";
import { switchRefusalWords, switchStateWords } from "#lib/domain/switch-words.ts";
import { spoken } from "#tests/languages/voices.ts";

test("a step that has begun names its partner", () => {
  expect(spoken(switchRefusalWords("started", "HSI"))).toBe(
    "You have begun with HSI, so this step stays there.",
  );
});

test("a reason nobody knows is still an answer", () => {
  expect(spoken(switchRefusalWords("from_a_later_version", "HSI"))).toBe(
    "That did not work just now. Try again in a minute.",
  );
});

test.each([
  [
    "canceling",
    "waiting",
    "HSI is asked to end your course, usually within a minute. Your course at Certiport is set up as soon as HSI has confirmed.",
  ],
  ["done", "good", "You switched from HSI to Certiport."],
  ["paused", "quiet", "paused"],
])("a switch that is %s is told", (status, tone, text) => {
  const words = switchStateWords({ status, from: "HSI", to: "Certiport" });
  expect(words.tone).toBe(tone);
  expect(spoken(words.label)).toBe(text);
});
