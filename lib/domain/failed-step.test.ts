import { expect, test } from "vitest";
import { failureReasonOf, switchingTo } from "#lib/domain/failed-step.ts";
import { spoken } from "#tests/languages/voices.ts";
test("a step that stopped for a switch says so in the reader's language", () => {
  const reason = failureReasonOf(switchingTo("Certiport"), "HSI")!;
  expect(spoken(reason, "es")).toBe("Estás cambiando a Certiport.");
});
