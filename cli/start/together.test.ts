import { once } from "node:events";
import { expect, test } from "vitest";
import { together } from "#cli/start/together.ts";

const never = new AbortController().signal;

test("both results come back in order", async () => {
  expect(await together<[string, number]>(never, [async () => "one", async () => 2])).toEqual(["one", 2]);
});

test("when one fails the other is asked to stop, and has ended before the failure is thrown", async () => {
  const seen: string[] = [];
  const works = together(never, [
    async () => {
      throw new Error("the first failure");
    },
    async (signal) => {
      await once(signal, "abort").catch(() => undefined);
      seen.push("ended");
      throw new Error("a later failure");
    },
  ]);
  await expect(works).rejects.toThrow("the first failure");
  expect(seen).toEqual(["ended"]);
});

test("an interruption reaches every work and is what is thrown", async () => {
  const interruption = new AbortController();
  const wait = async (signal: AbortSignal) => void (await once(signal, "abort"));
  const works = together(interruption.signal, [wait, wait]);
  interruption.abort(new Error("Ctrl-C"));
  await expect(works).rejects.toThrow("Ctrl-C");
});
