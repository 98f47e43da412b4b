import { expect, test } from "vitest";
import { listAddress, readId, readListQuery } from "#lib/domain/list-query.ts";

test("words and page are read from the address", () => {
  expect(readListQuery({ q: " ada ", page: "3" })).toEqual({ search: "ada", page: 3 });
});

test.each(["0", "-1", "1.5", "abc", "", "1e99"])("page %s stays within the list", (page) => {
  const { page: read } = readListQuery({ page });
  expect(read).toBeGreaterThanOrEqual(1);
  expect(read).toBeLessThanOrEqual(1000);
});

test("repeated or endless words are cut down", () => {
  expect(readListQuery({ q: ["a", "b"] }).search).toBe("");
  expect(readListQuery({ q: "x".repeat(500) }).search).toHaveLength(100);
});

test("only an id is read as one", () => {
  const id = "0f8fad5b-d9cb-469f-a165-70867728950e";
  expect(readId(id.toUpperCase())).toBe(id);
  for (const text of ["", "1", `${id}0`, "' or 1=1 --", undefined, [id]]) expect(readId(text)).toBeNull();
});

test("an address carries only what was asked", () => {
  expect(listAddress("/admin", { q: "", page: 1 })).toBe("/admin");
  expect(listAddress("/admin", { q: "a b", page: 2 })).toBe("/admin?q=a+b&page=2");
});
