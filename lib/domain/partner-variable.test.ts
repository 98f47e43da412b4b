import { expect, test } from "vitest";
import { partnerVariable } from "#lib/domain/partner-variable.ts";

test("a partner's variable begins with its slug, in letters a shell takes", () => {
  expect(partnerVariable("hsi", "API_KEY")).toBe("HSI_API_KEY");
  expect(partnerVariable("some-town-college", "WEBHOOK_SECRET")).toBe("SOME_TOWN_COLLEGE_WEBHOOK_SECRET");
});
