import { afterEach, expect, test, vi } from "vitest";
import { createWatch, type Watch } from "#lib/db/reads/watch.ts";

const watches: Watch[] = [];
afterEach(() => watches.splice(0).forEach((watch) => watch.end()));

/** A watch over marks the test sets, and what it asked. */
function watching(marks: Record<string, string>) {
  const asked: string[][] = [];
  const watch = createWatch(async (ids) => {
    asked.push([...ids]);
    return new Map(ids.flatMap((id) => (marks[id] ? [[id, marks[id]] as const] : [])));
  }, 5);
  watches.push(watch);
  return { watch, asked, marks };
}

const listener = () => ({ changed: vi.fn<(mark: string) => void>(), ended: vi.fn<() => void>() });

test("everybody who looks is asked about together, each person once", async () => {
  const { watch, asked } = watching({ a: "1", b: "1" });
  for (const id of ["a", "a", "b"]) watch.add(id, "1", listener());
  await vi.waitFor(() => expect(asked).toContainEqual(["a", "b"]));
});

test("a change is told once to every page of that person and to nobody else", async () => {
  const { watch, marks, asked } = watching({ a: "1", b: "1" });
  const [first, second, other] = [listener(), listener(), listener()];
  watch.add("a", "1", first);
  watch.add("a", "1", second);
  watch.add("b", "1", other);
  marks["a"] = "2";
  await vi.waitFor(() => expect(second.changed).toHaveBeenCalledWith("2"));
  const before = asked.length;
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(before + 2));
  expect(first.changed).toHaveBeenCalledTimes(1);
  expect(other.changed).not.toHaveBeenCalled();
});

test("a page older than its mark is told at once", async () => {
  const { watch } = watching({ a: "2" });
  const late = listener();
  watch.add("a", "1", late);
  await vi.waitFor(() => expect(late.changed).toHaveBeenCalledWith("2"));
});

test("nothing is asked while nobody looks, and again once somebody does", async () => {
  const { watch, asked } = watching({ a: "1" });
  watch.add("a", "1", listener())!();
  await new Promise((resolve) => setTimeout(resolve, 40));
  const quiet = asked.length;
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(asked.length).toBe(quiet);
  watch.add("a", "1", listener());
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(quiet));
});

test("a person's eleventh page is not watched", () => {
  const { watch } = watching({});
  for (let page = 0; page < 10; page++) expect(watch.add("a", "1", listener())).not.toBeNull();
  expect(watch.add("a", "1", listener())).toBeNull();
  expect(watch.add("b", "1", listener())).not.toBeNull();
});

test("when it ends every page is told, and no page is taken any more", () => {
  const { watch } = watching({});
  const page = listener();
  watch.add("a", "1", page);
  watch.end();
  expect(page.ended).toHaveBeenCalledTimes(1);
  expect(watch.add("a", "1", listener())).toBeNull();
});
