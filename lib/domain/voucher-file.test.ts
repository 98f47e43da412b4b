import { expect, test } from "vitest";
import { readVoucherFile } from "#lib/domain/voucher-file.ts";

test("a code a line, with empty lines and remarks between", () => {
  expect(readVoucherFile("\uFEFFAAAA-1\r\n\r\n# from the partner, March\nAAAA-2\n")).toEqual([
    { line: 1, code: "AAAA-1", expiresAt: null, courseCode: null },
    { line: 4, code: "AAAA-2", expiresAt: null, courseCode: null },
  ]);
});

test("columns in any order under a header", () => {
  expect(readVoucherFile('course_code;code;expires_on\nCIMA-ESTH;"AAAA-1";2027-12-31\n;AAAA-2;\n')).toEqual([
    { line: 2, code: "AAAA-1", expiresAt: "2027-12-31T23:59:59Z", courseCode: "CIMA-ESTH" },
    { line: 3, code: "AAAA-2", expiresAt: null, courseCode: null },
  ]);
});

test.each([
  ["AAA", /is no code/],
  ["AAAA 1", /is no code/],
  ["AAAA-1,2027-02-30", /expires_on must be a day/],
  ["AAAA-1,2027-13-45", /expires_on must be a day/],
  ["AAAA-1,soon", /expires_on must be a day/],
  ["AAAA-1,2027-12-31,CIMA-ESTH,more", /more columns/],
])("a wrong line is named without what it holds: %s", (line, why) => {
  expect(readVoucherFile(line)).toEqual([{ line: 1, why: expect.stringMatching(why) }]);
});

test("the second of two same codes is named, the first is used", () => {
  expect(readVoucherFile("AAAA-1\nAAAA-1")).toMatchObject([
    { code: "AAAA-1" },
    { line: 2, why: "is in this file twice" },
  ]);
});

test("a header that names other columns is refused as a whole", () => {
  expect(readVoucherFile("code,price\nAAAA-1,5")).toEqual([
    { line: 1, why: "the columns may be code, expires_on, course_code" },
  ]);
});
