import { describe, expect, test } from "vitest";
import { readManifest } from "#lib/courses/manifest.ts";
import { manifestOf } from "#tests/support/zip.ts";

/** A manifest with this organization and these resources. */
function manifest(inside: string, resources: string, version = "1.2"): string {
  return `<manifest xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"><metadata><schemaversion>${version}</schemaversion></metadata>
    <organizations default="two"><organization identifier="one"><item identifierref="r1"><title>Wrong</title></item></organization>
    <organization identifier="two"><title>Course</title>${inside}</organization></organizations>
    <resources>${resources}</resources></manifest>`;
}

const RESOURCES = `
  <resource identifier="r1" adlcp:scormtype="sco" href="one.html"/>
  <resource identifier="r2" adlcp:scormType="asset" href="two%20two.html?a=1#top"/>
  <resource identifier="r3" xml:base="deep/" adlcp:scormType="sco" href="three.html"/>`;

test("grouped items are launched one by one, in the order of the default organization", () => {
  const { title, items } = readManifest(
    manifest(
      `<item identifier="g"><title>Group</title>
         <item identifier="a" identifierref="r1"><title>A &amp; B</title></item>
         <item identifier="b" identifierref="r2" parameters="?x=2"><title>Two</title></item></item>
       <item identifier="c" identifierref="r3"><title>Three</title></item>`,
      RESOURCES,
    ),
  );
  expect(title).toBe("Course");
  expect(items.map(({ id, title: name, path, suffix, isSco }) => [id, name, path, suffix, isSco])).toEqual([
    ["a", "A & B", "one.html", "", true],
    ["b", "Two", "two two.html", "?a=1&x=2#top", false],
    ["c", "Three", "deep/three.html", "", true],
  ]);
});

test("an item that names no resource is left out", () => {
  const inside = `<item identifier="a" identifierref="nobody"><title>A</title></item>
    <item identifier="b" identifierref="r1"><title>B</title></item>`;
  expect(readManifest(manifest(inside, RESOURCES)).items.map(({ id }) => id)).toEqual(["b"]);
});

describe("the rule by which an item is done", () => {
  const rule = (inItem: string, version: string) =>
    readManifest(manifestOf("x.html", inItem, version)).items[0];

  test("SCORM 1.2: the mastery score", () => {
    expect(rule("<adlcp:masteryscore>75.5</adlcp:masteryscore>", "1.2")?.masteryScore).toBe(75.5);
    expect(rule("<adlcp:masteryscore>soon</adlcp:masteryscore>", "1.2")?.masteryScore).toBeNull();
    expect(rule("", "1.2")?.masteryScore).toBeNull();
  });

  test("SCORM 2004: the measure its primary objective is satisfied by", () => {
    const objective = (attributes: string, inside: string) =>
      `<imsss:sequencing><imsss:objectives><imsss:primaryObjective ${attributes}>${inside}</imsss:primaryObjective></imsss:objectives></imsss:sequencing>`;
    const measure = "<imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure>";
    expect(rule(objective('satisfiedByMeasure="true"', measure), "2004 4th Edition")?.passingScore).toBe(0.6);
    expect(rule(objective('satisfiedByMeasure="true"', ""), "2004 3rd Edition")?.passingScore).toBe(1);
    expect(rule(objective("", measure), "CAM 1.3")?.passingScore).toBeNull();
  });

  test("SCORM 2004: the threshold of completion, in both editions' form", () => {
    const third = "<adlcp:completionThreshold>0.5</adlcp:completionThreshold>";
    const fourth = '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.7"/>';
    const unused = '<adlcp:completionThreshold minProgressMeasure="0.7"/>';
    expect(rule(third, "2004 3rd Edition")?.completionThreshold).toBe(0.5);
    expect(rule(fourth, "2004 4th Edition")?.completionThreshold).toBe(0.7);
    expect(rule(unused, "2004 4th Edition")?.completionThreshold).toBeNull();
  });
});

test("what the package asks to be given at its start is kept, bounded", () => {
  const long = `<adlcp:datafromlms>${"x".repeat(5000)}</adlcp:datafromlms>`;
  expect(readManifest(manifestOf("x.html", long)).items[0]?.launchData).toHaveLength(4096);
});

test("text that looks like numbers stays text", () => {
  const inside = `<item identifier="007" identifierref="1e3"><title>1.0</title></item>`;
  const { items } = readManifest(manifest(inside, `<resource identifier="1e3" href="007.html"/>`));
  expect(items[0]).toMatchObject({ id: "007", title: "1.0", path: "007.html" });
});
