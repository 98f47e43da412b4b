import { expect, test } from "vitest";
import { eventStream, oneEvent } from "#app/api/student/events/event-stream.ts";
import type { Watched } from "#lib/db/reads/watch.ts";

/** A stream whose watch the test plays. */
function streaming() {
  let watched: Watched | undefined;
  const seen = { stopped: 0 };
  const left = new AbortController();
  const response = eventStream((given) => {
    watched = given;
    return () => void (seen.stopped += 1);
  }, left.signal)!;
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const next = async () => (await reader.read()).value;
  return {
    response,
    next,
    left,
    seen,
    tell: (mark: string) => watched!.changed(mark),
    end: () => watched!.ended(),
  };
}

test("each change is an event with the new mark, and nothing may keep or hold it back", async () => {
  const { response, next, tell, left } = streaming();
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(response.headers.get("cache-control")).toBe("no-store, no-transform");
  expect(await next()).toBe("retry: 1000\n\n");
  tell("a1");
  expect(await next()).toBe("event: change\ndata: a1\n\n");
  tell("b2");
  expect(await next()).toBe("event: change\ndata: b2\n\n");
  left.abort();
});

test("whoever leaves is watched no more", async () => {
  const { next, left, seen } = streaming();
  await next();
  left.abort();
  expect(await next()).toBeUndefined();
  expect(seen.stopped).toBe(1);
});

test("the stream ends with the process", async () => {
  const { next, end, seen } = streaming();
  await next();
  end();
  expect(await next()).toBeUndefined();
  expect(seen.stopped).toBe(1);
});

test("nobody is taken when too many look", () => {
  expect(eventStream(() => null, new AbortController().signal)).toBeNull();
});

test("asked without a mark the present one is all there is", async () => {
  expect(await oneEvent("a1").text()).toBe("event: change\ndata: a1\n\n");
});
