import { expect, test } from "vitest";
import { webAddress } from "#lib/domain/web-address.ts";

test("a web address may become a link", () => {
  expect(webAddress("https://partner.example/card/1")).toBe("https://partner.example/card/1");
});

test.each(["javascript:alert(1)", "data:text/html,x", "/relative", "card 1", "", null])(
  "%s stays text",
  (text) => {
    expect(webAddress(text)).toBeNull();
  },
);
