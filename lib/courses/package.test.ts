import { describe, expect, test } from "vitest";
import { inspectPackage, readPackage } from "#lib/courses/package.ts";
import { PackageRefusedError } from "#lib/courses/package-error.ts";
import { archiveOf, manifestOf, packagerZip, zipOf } from "#tests/support/zip.ts";

const page = { "index.html": "<p>Hello</p>" };
const good = { "imsmanifest.xml": manifestOf("index.html"), ...page };

async function refusalOf(zip: Uint8Array): Promise<string> {
  return inspectPackage(archiveOf(zip)).then(
    () => "taken",
    (error: unknown) => {
      if (error instanceof PackageRefusedError && /^[A-Z].*\.$/.test(error.message)) return error.code;
      throw error;
    },
  );
}

/** Writes another name over every place where an archive says this one; both have the same length. */
function renamed(zip: Buffer, from: string, to: string): Buffer {
  expect(to.length).toBe(from.length);
  return Buffer.from(zip.toString("latin1").replaceAll(from, to), "latin1");
}

describe("packages of other people's software", () => {
  test("SCORM 1.2 says what to launch and its mastery score", async () => {
    expect(await inspectPackage(archiveOf(packagerZip("1.2")))).toMatchObject({
      standard: "scorm_1_2",
      title: "Washing hands",
      fileCount: 9,
      items: [{ title: "Washing hands", path: "index.html", isSco: true, masteryScore: 80 }],
    });
  });

  test("SCORM 2004 says what to launch and its passing score", async () => {
    expect(await inspectPackage(archiveOf(packagerZip("2004")))).toMatchObject({
      standard: "scorm_2004",
      items: [{ path: "index.html", isSco: true, masteryScore: null, passingScore: 0.8 }],
    });
  });
});

test("the files of a package come with their bytes and media types", async () => {
  const found: Record<string, string> = {};
  const files = { ...good, "a b/c.css": "p{}", "pictures/é.png": new Uint8Array([1, 2]) };
  for await (const { path, mediaType, bytes } of readPackage(archiveOf(zipOf(files)))) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of bytes) chunks.push(chunk);
    found[path] = `${mediaType} ${Buffer.concat(chunks).length}`;
  }
  expect(found).toMatchObject({
    "index.html": "text/html; charset=utf-8 12",
    "a b/c.css": "text/css; charset=utf-8 3",
    "pictures/é.png": "image/png 2",
  });
});

test("folders and what operating systems leave behind are left out", async () => {
  const litter = { "__MACOSX/._index.html": "x", ".DS_Store": "x", "pictures/": "" };
  const { fileCount } = await inspectPackage(archiveOf(zipOf({ ...good, ...litter })));
  expect(fileCount).toBe(2);
});

describe("an unsafe archive is refused", () => {
  test.each([
    ["../outside.html"],
    ["a/../../outside.html"],
    ["/etc/passwd.html"],
    ["C:/windows.html"],
    ["..\\outside.html"],
    ["a//b.html"],
    ["line\nbreak.html"],
    ["nul\0.html"],
    [`${"deep/".repeat(21)}x.html`],
    [`${"long".repeat(120)}.html`],
  ])("a file named %j", async (name) => {
    expect(await refusalOf(zipOf({ ...good, [name]: "x" }))).toBe("unsafe_path");
  });

  test("a folder outside of the package", async () => {
    expect(await refusalOf(zipOf({ ...good, "../": "" }))).toBe("unsafe_path");
  });

  test("a manifest that launches what is outside", async () => {
    const outside = { ...good, "imsmanifest.xml": manifestOf("../other/index.html") };
    expect(await refusalOf(zipOf(outside))).toBe("unsafe_path");
    const elsewhere = { ...good, "imsmanifest.xml": manifestOf("https://evil.example/x.html") };
    expect(await refusalOf(zipOf(elsewhere))).toBe("missing_file");
  });

  test("a bomb", async () => {
    const bomb = { ...good, "zeros.txt": new Uint8Array(64 * 1024 * 1024) };
    expect(await refusalOf(zipOf(bomb))).toBe("bomb");
  });

  test("a file that is longer than the archive says", async () => {
    const zip = zipOf({ ...good, "zeros.txt": new Uint8Array(500_000) });
    const size = Buffer.alloc(4);
    size.writeUInt32LE(500_000);
    const lie = Buffer.alloc(4);
    lie.writeUInt32LE(10);
    expect(await refusalOf(renamed(zip, size.toString("latin1"), lie.toString("latin1")))).toBe("bomb");
  });

  test("more files than a lesson has", async () => {
    const many = Object.fromEntries(Array.from({ length: 5001 }, (_, index) => [`${index}.html`, "x"]));
    expect(await refusalOf(zipOf({ ...good, ...many }))).toBe("too_many_files");
  });

  test("two files of one name", async () => {
    expect(
      await refusalOf(renamed(zipOf({ ...good, "aaaa.html": "1", "bbbb.html": "2" }), "bbbb", "aaaa")),
    ).toBe("twice");
  });

  test.each(["run.exe", "hidden.php", "inner.zip", "script.sh", "noending"])(
    "a file of the type of %s",
    async (name) => {
      expect(await refusalOf(zipOf({ ...good, [name]: "x" }))).toBe("file_type");
    },
  );

  test("an encrypted file", async () => {
    const zip = zipOf(good);
    const at = zip.indexOf(Buffer.from("PK\u0001\u0002", "latin1"));
    zip.writeUInt16LE(zip.readUInt16LE(at + 8) | 1, at + 8);
    expect(await refusalOf(zip)).toBe("encrypted");
  });

  test("a compression no browser tool makes", async () => {
    const zip = zipOf(good);
    zip.writeUInt16LE(12, zip.indexOf(Buffer.from("PK\u0001\u0002", "latin1")) + 10);
    expect(await refusalOf(zip)).toBe("compression");
  });

  test("a damaged file", async () => {
    const zip = zipOf({ ...good, "index.html": "x".repeat(2000) + Math.PI });
    zip.fill(0x55, 60, 90);
    expect(await refusalOf(zip)).toBe("not_a_zip");
  });

  test.each([
    ["nothing", Buffer.alloc(0)],
    ["text", Buffer.from("this is no archive, though it is long enough to be one")],
    ["half an archive", zipOf(good).subarray(0, 300)],
    ["an archive of nothing", zipOf({})],
    [
      "an end that points anywhere",
      Buffer.concat([Buffer.from("PK\u0005\u0006", "latin1"), Buffer.alloc(18, 0xff)]),
    ],
  ])("%s", async (_, bytes) => {
    expect(["not_a_zip", "too_many_files"]).toContain(await refusalOf(bytes));
  });

  test("bytes before the archive shift nothing unseen: it is refused or whole", async () => {
    expect(await refusalOf(Buffer.concat([Buffer.from("MZ stub"), zipOf(good)]))).toBe("not_a_zip");
  });
});

describe("an archive that is no SCORM package says why", () => {
  const withManifest = (xml: string) => zipOf({ ...good, "imsmanifest.xml": xml });

  test.each([
    ["without a manifest", zipOf(page), "no_manifest"],
    [
      "with the folder packed along",
      zipOf({ "course/imsmanifest.xml": "x", "course/index.html": "x" }),
      "no_manifest",
    ],
    ["with a broken manifest", withManifest("<manifest><a></manifest>"), "bad_manifest"],
    [
      "with entities",
      withManifest(`<!DOCTYPE m [<!ENTITY a "b">]>${manifestOf("index.html")}`),
      "bad_manifest",
    ],
    ["of another standard", withManifest(manifestOf("index.html", "", "cmi5")), "not_scorm"],
    ["that launches nothing", withManifest(manifestOf("")), "nothing_to_launch"],
    ["that launches what it lacks", withManifest(manifestOf("missing.html")), "missing_file"],
    ["that is another kind of XML", withManifest("<html/>"), "not_scorm"],
  ])("%s", async (_, zip, code) => {
    expect(await refusalOf(zip)).toBe(code);
  });
});
