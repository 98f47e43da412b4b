import { expect, test } from "vitest";
import { readRange } from "#lib/domain/byte-range.ts";

test.each([
  [null, { kind: "whole" }],
  ["", { kind: "whole" }],
  ["bytes=0-", { kind: "part", start: 0, end: 999 }],
  ["bytes=0-0", { kind: "part", start: 0, end: 0 }],
  ["bytes=500-2000", { kind: "part", start: 500, end: 999 }],
  ["bytes=-100", { kind: "part", start: 900, end: 999 }],
  ["bytes=-5000", { kind: "part", start: 0, end: 999 }],
  ["bytes=999-", { kind: "part", start: 999, end: 999 }],
  ["bytes=1000-", { kind: "outside" }],
  ["bytes=-0", { kind: "outside" }],
  ["bytes=5-2", { kind: "whole" }],
  ["bytes=-", { kind: "whole" }],
  ["bytes=0-1,5-6", { kind: "whole" }],
  ["items=0-1", { kind: "whole" }],
])("%s of 1000 bytes is %j", (header, range) => {
  expect(readRange(header, 1000)).toEqual(range);
});
