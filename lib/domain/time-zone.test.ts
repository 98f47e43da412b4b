import { expect, test } from "vitest";
import { readTimeZone, timeZones } from "#lib/domain/time-zone.ts";

test("a zone's name is a zone, anything else is none", () => {
  expect(readTimeZone("America/Chicago")).toBe("America/Chicago");
  expect(readTimeZone("UTC")).toBe("UTC");
  for (const text of ["", null, undefined, "Mars/Olympus", "+05:00", "x".repeat(500), "<script>"])
    expect(readTimeZone(text)).toBeNull();
});

test("every zone on offer is a zone", () => {
  const offered = timeZones();
  expect(offered).toContain("America/New_York");
  expect(offered).toContain("UTC");
  for (const zone of offered) expect(readTimeZone(zone)).not.toBeNull();
});
