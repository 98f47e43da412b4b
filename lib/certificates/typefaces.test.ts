import { expect, test } from "vitest";
import { chooseTypeface, findUncoveredCharacters } from "#lib/certificates/typefaces.ts";

test("a European name is set in Atkinson Hyperlegible, composed or decomposed", () => {
  for (const name of [
    "Zoë Łukasz",
    "Zoë Łukasz".normalize("NFD"),
    "Ğülşah Çelik",
    "Đorđe Šarić",
    "Ólafur Þórðarson",
  ])
    expect(chooseTypeface(name, "bold").typeface.name).toBe("AtkinsonHyperlegibleNext_700Bold");
});

test("one letter beyond Atkinson sets the whole text in Noto Sans", () => {
  expect(chooseTypeface("Nguyễn Anh", "bold")).toMatchObject({
    text: "Nguyễn Anh",
    typeface: { name: "NotoSans_700Bold" },
  });
  expect(chooseTypeface("Σωκράτης", "regular").typeface.name).toBe("NotoSans_400Regular");
});

test("characters no typeface has are named once each, so that their owner can give another spelling", () => {
  expect(findUncoveredCharacters("Zoë Nguyễn Ильин")).toEqual([]);
  expect(findUncoveredCharacters("山田 山 Anna")).toEqual(["山", "田"]);
  expect(findUncoveredCharacters("محمد").length).toBeGreaterThan(0);
});

test("a text that must be printed anyway shows a replacement character instead of nothing", () => {
  expect(chooseTypeface("Kurs 山", "regular").text).toBe("Kurs \u{FFFD}");
});

test("line breaks and control characters become spaces", () => {
  expect(chooseTypeface("Anna\r\n\u0000Maria\tB", "regular").text).toBe("Anna Maria B");
});
