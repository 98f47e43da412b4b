import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { complete, findMissing } from "#tests/support/lockfile.ts";

const lockfile = (packages: Record<string, unknown>) => JSON.stringify({ lockfileVersion: 3, packages });

test("our lockfile holds the packages of every platform, so that npm ci accepts it", () => {
  const text = readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8");
  expect(findMissing(text)).toEqual([]);
});

test("a platform package that is missing is seen and added for its platform only", () => {
  const before = lockfile({
    "": {},
    "node_modules/tool": {
      dev: true,
      optionalDependencies: {
        "@tool/linux-x64-musl": "1.2.3",
        "tool-win32-arm64-msvc": "1.2.3",
        inside: "1.0.0",
      },
    },
    "node_modules/tool/node_modules/inside": { version: "1.0.0" },
  });
  expect(findMissing(before).map(({ name }) => name)).toEqual([
    "@tool/linux-x64-musl",
    "tool-win32-arm64-msvc",
  ]);
  const after = JSON.parse(complete(before)) as { packages: Record<string, unknown> };
  expect(after.packages["node_modules/@tool/linux-x64-musl"]).toEqual({
    version: "1.2.3",
    os: ["linux"],
    cpu: ["x64"],
    libc: ["musl"],
    dev: true,
    optional: true,
  });
  expect(after.packages["node_modules/tool-win32-arm64-msvc"]).toMatchObject({
    os: ["win32"],
    cpu: ["arm64"],
  });
});

test("a package whose platform nobody can tell is refused", () => {
  const text = lockfile({ "": { optionalDependencies: { mystery: "1.0.0" } } });
  expect(() => complete(text)).toThrow("mystery does not say which platform it is for");
});
