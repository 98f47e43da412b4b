import { expect, test } from "vitest";
import { linksIn } from "#lib/domain/links-in.ts";

test("addresses are found without the punctuation around them, each once", () => {
  const text = "Open https://a.example/x?y=1&z=2. Or (http://b.example/), or https://a.example/x?y=1&z=2";
  expect(linksIn(text)).toEqual(["https://a.example/x?y=1&z=2", "http://b.example/"]);
});

test("a text without addresses has none", () => {
  expect(linksIn("javascript:alert(1) and ftp://x")).toEqual([]);
});
