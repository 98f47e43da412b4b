import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { partnerColour } from "#lib/domain/partner-colour.ts";

/** What WCAG asks of graphics that must be seen, and of text. */
const GRAPHICS = 3;
const TEXT = 4.5;

const read = (file: string) => readFileSync(path.join(import.meta.dirname, file), "utf8");

/** The custom properties of a stylesheet, as each scheme sees them. */
function schemes(css: string): Record<"light" | "dark", Map<string, string>> {
  const [light = "", dark = ""] = css.split("@media (prefers-color-scheme: dark)");
  const colours = (text: string) =>
    new Map([...text.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map((found) => [found[1]!, found[2]!]));
  return { light: colours(light), dark: new Map([...colours(light), ...colours(dark)]) };
}

const tokens = schemes(read("tokens.css"));
const partners = schemes(read("partner-colours.css"));

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

for (const scheme of ["light", "dark"] as const) {
  const token = (name: string) => tokens[scheme].get(name)!;

  test.each([...partners[scheme]])(
    `%s can be seen on every ground in the ${scheme} scheme`,
    (_name, colour) => {
      expect(contrast(colour, token("ground"))).toBeGreaterThanOrEqual(GRAPHICS);
      expect(contrast(colour, token("surface"))).toBeGreaterThanOrEqual(GRAPHICS);
    },
  );

  test.each([
    ["ink", "ground"],
    ["ink", "surface"],
    ["ink-soft", "ground"],
    ["ink-soft", "surface"],
    ["good", "tint-good"],
    ["bad", "tint-bad"],
    ["good", "surface"],
    ["bad", "surface"],
    ["ink", "tint-waiting"],
    ["on-accent", "accent"],
  ])(`%s can be read on %s in the ${scheme} scheme`, (text, ground) => {
    expect(contrast(token(text), token(ground))).toBeGreaterThanOrEqual(TEXT);
  });

  test(`the edge of a field can be seen in the ${scheme} scheme`, () => {
    expect(contrast(token("edge-strong"), token("surface"))).toBeGreaterThanOrEqual(GRAPHICS);
  });
}

/** Slugs that have a rule in the stylesheet, in its order. */
const drawn = [...read("partner-colours.css").matchAll(/^\.partner-([a-z0-9-]+) \{$/gm)].map(
  ([, slug]) => slug!,
);

test("a partner's own colour stands after the spare ones, and has a value in each scheme", () => {
  const own = drawn.filter((slug) => !slug.startsWith("spare-"));
  expect(own.length).toBeGreaterThan(5);
  expect(drawn.slice(-own.length)).toEqual(own);
  const [light = "", dark = ""] = read("partner-colours.css").split("@media (prefers-color-scheme: dark)");
  for (const slug of drawn) {
    expect(light).toContain(`--partner-${slug}: #`);
    expect(dark).toContain(`--partner-${slug}: #`);
  }
});

test("a partner without a colour of its own is drawn in a spare one, always the same", () => {
  for (const slug of ["some-college", "another", "one-more", "yet-another", "hsi"]) {
    const [spare = "", own] = partnerColour(slug).split(" ");
    expect(drawn).toContain(spare.replace("partner-", ""));
    expect(own).toBe(`partner-${slug}`);
    expect(partnerColour(slug)).toBe(`${spare} ${own}`);
  }
});
