import { describe, expect, it } from "vitest";
import { partnerDescriptors } from "#lib/partners/index.ts";
import { playedPartners } from "#sandbox/partners/index.ts";
import { examineConnector } from "#tests/connectors/exam.ts";

for (const descriptor of partnerDescriptors) examineConnector(descriptor);

describe("the exam", () => {
  it("is sat by every connector there is, and the sandbox plays each of them", () => {
    const slugs = partnerDescriptors.map(({ slug }) => slug);
    expect(slugs).toEqual(["hsi", "certiport", "careersafe", "milady", "jri", "nrf", "nds"]);
    expect(playedPartners.map(({ slug }) => slug)).toEqual(slugs);
  });
});
