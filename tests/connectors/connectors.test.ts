import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { partnerDescriptors } from "#lib/partners/index.ts";
import { playedPartners } from "#sandbox/partners/index.ts";
import { BOOKINGS } from "#tests/connectors/exam-specials.ts";
import { examineConnector } from "#tests/connectors/exam.ts";
import { connectors } from "../../.dependency-cruiser.mjs";

for (const descriptor of partnerDescriptors) examineConnector(descriptor);

const FOLDER = path.join(import.meta.dirname, "../..");
const slugs = partnerDescriptors.map(({ slug }) => slug);

describe("the exam", () => {
  it("is sat by every connector there is, and the sandbox plays each of them", () => {
    expect(slugs.length).toBeGreaterThanOrEqual(7);
    expect(connectors().toSorted()).toEqual(slugs.toSorted());
    expect(playedPartners.map(({ slug }) => slug)).toEqual(slugs);
  });

  it("asks for appointments wherever the sandbox gives them", () => {
    const giving = playedPartners.filter(({ specials }) =>
      specials?.acts?.some(({ name }) => name.startsWith("book-")),
    );
    expect(giving.map(({ slug }) => slug).toSorted()).toEqual(Object.keys(BOOKINGS).toSorted());
  });
});

describe("a partner's files", () => {
  const pages = readdirSync(path.join(FOLDER, "docs/partners"))
    .filter((name) => name !== "README.md")
    .map((name) => name.replace(".md", ""));

  it("are named after its slug: connector, sandbox, page", () => {
    expect(pages.toSorted()).toEqual(slugs.toSorted());
    for (const slug of slugs) expect(existsSync(path.join(FOLDER, `sandbox/partners/${slug}.ts`))).toBe(true);
  });
});
