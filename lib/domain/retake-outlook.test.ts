import { expect, test } from "vitest";
import { retakeOutlook } from "#lib/domain/retake-outlook.ts";

const ONE_RETAKE = { retakesIncluded: 1, voucherFor: ["exam"] };

test.each([
  ["the first voucher was used and a retake is included", 1, false, "arranged"],
  ["the new voucher is put aside and not used yet", 2, true, "arranged"],
  ["the included retake was used as well", 2, false, "used_up"],
  ["somebody granted one more", 3, true, "arranged"],
  ["no voucher is known of", 0, false, "arranged"],
])("%s", (_what, taken, reserved, outlook) => {
  expect(retakeOutlook("exam", { taken, reserved }, ONE_RETAKE)).toBe(outlook);
});

test("a retake the school granted is arranged as well", () => {
  expect(retakeOutlook("exam", { taken: 2, reserved: false, granted: 1 }, ONE_RETAKE)).toBe("arranged");
  expect(retakeOutlook("exam", { taken: 3, reserved: false, granted: 1 }, ONE_RETAKE)).toBe("used_up");
});

test("an exam that uses up no voucher can be taken again at once", () => {
  const none = { taken: 0, reserved: false };
  expect(retakeOutlook("course", none, ONE_RETAKE)).toBe("at_once");
  expect(retakeOutlook("exam", none, undefined)).toBe("at_once");
});

test("where no retake is included, the first failed exam is for the school to decide", () => {
  expect(
    retakeOutlook("exam", { taken: 1, reserved: false }, { retakesIncluded: 0, voucherFor: ["exam"] }),
  ).toBe("used_up");
});
