import { expect, test } from "vitest";
import { secureAddress, webAddress } from "#lib/domain/web-address.ts";

test("a web address may become a link", () => {
  expect(webAddress("https://partner.example/card/1")).toBe("https://partner.example/card/1");
});

test.each(["javascript:alert(1)", "data:text/html,x", "/relative", "card 1", "", null])(
  "%s stays text",
  (text) => {
    expect(webAddress(text)).toBeNull();
  },
);

test.each([
  ["https://meet.example/room/4", "https://meet.example/room/4"],
  [" https://meet.example ", "https://meet.example/"],
  ["http://meet.example", null],
  ["https://someone:secret@meet.example", null],
  ["Room 4, https://meet.example", null],
  ["javascript:alert(1)", null],
  [null, null],
])("%s as a place leads to %s", (text, address) => {
  expect(secureAddress(text)).toBe(address);
});
