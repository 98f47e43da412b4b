import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { PartnerAPIError } from "#lib/partners/base.ts";
import type { OutsideCall } from "#lib/domain/outside-call.ts";
import { runInBackground } from "#lib/partners/call-priority.ts";
import { PartnerHttpClient, type PartnerHttpOptions } from "#lib/partners/http-client.ts";
import { DEFAULT_LIMITS } from "#lib/partners/http-policy.ts";

type Answer = (request: IncomingMessage, response: ServerResponse, nth: number) => void;

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
});

/** A real server whose n-th request (from 1) is answered by `answer`, and a client for it. */
async function partner(answer: Answer, options: PartnerHttpOptions = {}, concurrency = 4) {
  const seen: { key: string | undefined; socket: unknown; url: string | undefined }[] = [];
  const server = createServer((request, response) => {
    seen.push({
      key: request.headers["idempotency-key"] as string | undefined,
      socket: request.socket,
      url: request.url,
    });
    request.resume().on("end", () => answer(request, response, seen.length));
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const reports: OutsideCall[] = [];
  const client = new PartnerHttpClient({
    partner: "acme",
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    headers: {},
    concurrency,
    refusalOf: (status) =>
      status === 409 ? { kind: "action_required", message: "e-mail address in use" } : null,
    options: { firstDelayMs: 5, onCall: (report) => reports.push(report), ...options },
  });
  const send = (over: object = {}) =>
    client.send({
      operation: "readThing",
      method: "POST",
      path: ["things", "t1"],
      query: { email: "ada@example.com" },
      key: "key-1",
      body: { name: "Ada" },
      answer: z.object({ id: z.string() }),
      ...over,
    });
  return { client, send, seen, reports };
}

const ok = (response: ServerResponse, body: unknown = { id: "t1" }) => response.end(JSON.stringify(body));

async function failureOf(promise: Promise<unknown>): Promise<PartnerAPIError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PartnerAPIError);
  return error as PartnerAPIError;
}

describe("calling a partner", () => {
  it("tries three times on 5xx with the same idempotency key, over one connection", async () => {
    const { send, seen, reports } = await partner((_, response, nth) => {
      response.statusCode = nth < 3 ? 503 : 200;
      ok(response);
    });
    expect(await send()).toEqual({ id: "t1" });
    expect(seen.map(({ key }) => key)).toEqual(["key-1", "key-1", "key-1"]);
    expect(new Set(seen.map(({ socket }) => socket)).size).toBe(1);
    expect(reports.map(({ outcome, status }) => [outcome, status])).toEqual([
      ["retry", 503],
      ["retry", 503],
      ["ok", 200],
    ]);
  });

  it("pauses at least twice as long before each further try", async () => {
    const at: number[] = [];
    const { send } = await partner(
      (_, response) => {
        at.push(performance.now());
        response.writeHead(503).end();
      },
      { tries: 4, firstDelayMs: 80 },
    );
    await failureOf(send());
    const pauses = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    expect(pauses.map((ms, index) => ms >= 79 * 2 ** index)).toEqual([true, true, true]);
  });

  it("has 30 seconds, three tries and a first pause of one second unless told", () => {
    const { totalTimeoutMs, tries, firstDelayMs } = DEFAULT_LIMITS;
    expect([totalTimeoutMs, tries, firstDelayMs]).toEqual([30_000, 3, 1000]);
  });

  it("gives up after the third try and says retry", async () => {
    const { send, seen } = await partner((_, response) => {
      response.statusCode = 500;
      response.end("<html>secret</html>");
    });
    const error = await failureOf(send());
    expect([error.kind, error.status, seen.length]).toEqual(["retry", 500, 3]);
    expect(error.message).toBe("acme readThing: answered 500");
  });

  it("tries again after a broken connection", async () => {
    const { send, seen } = await partner((request, response, nth) =>
      nth < 3 ? request.socket.destroy() : ok(response),
    );
    expect(await send()).toEqual({ id: "t1" });
    expect(seen.length).toBe(3);
  });

  it("says retry when nobody listens", async () => {
    const { send } = await partner((_, response) => ok(response));
    servers.pop()?.close();
    const error = await failureOf(send());
    expect([error.kind, error.status]).toEqual(["retry", null]);
    expect(error.message).toBe("acme readThing: connection failed (ECONNREFUSED)");
  });

  it("ends a try that is not answered, and the call at its deadline", async () => {
    const { send, seen } = await partner(() => undefined, { attemptTimeoutMs: 40, totalTimeoutMs: 400 });
    const error = await failureOf(send());
    expect([error.kind, error.status, seen.length]).toEqual(["retry", null, 3]);
    const { send: sendSlowly } = await partner(() => undefined, { totalTimeoutMs: 60 });
    expect((await failureOf(sendSlowly())).message).toBe("acme readThing: no answer in time");
  });

  it("ends an answer that trickles for ever", async () => {
    const { send } = await partner(
      (_, response) => {
        const drip = setInterval(() => response.write(" "), 5);
        response.on("close", () => clearInterval(drip));
      },
      { tries: 1, attemptTimeoutMs: 60 },
    );
    expect((await failureOf(send())).kind).toBe("retry");
  });

  it.each([
    ["seconds", () => "1"],
    ["a date", () => new Date(Date.now() + 2000).toUTCString()],
  ])("waits as long as Retry-After says in %s", async (_, header) => {
    const times: number[] = [];
    const { send } = await partner((__, response, nth) => {
      times.push(performance.now());
      if (nth > 1) return void ok(response);
      response.statusCode = 429;
      response.setHeader("retry-after", header());
      response.end();
    });
    await send();
    const waited = (times[1] ?? 0) - (times[0] ?? 0);
    // An HTTP date has whole seconds: two seconds ahead is between one and two.
    expect(waited).toBeGreaterThan(990);
    expect(waited).toBeLessThan(2900);
  });

  it("hands Retry-After on instead of waiting past the deadline", async () => {
    const { send, seen } = await partner((_, response) => {
      response.statusCode = 429;
      response.setHeader("retry-after", "120");
      response.end();
    });
    const error = await failureOf(send());
    expect([error.kind, error.retryAfterSeconds, seen.length]).toEqual(["retry", 120, 1]);
  });

  it.each([
    [400, "rejected"],
    [401, "misconfigured"],
    [403, "misconfigured"],
    [404, "rejected"],
    [409, "action_required"],
  ])("takes %i as %s and does not repeat it", async (status, kind) => {
    const { send, seen } = await partner((_, response) => {
      response.statusCode = status;
      response.end("{}");
    });
    const error = await failureOf(send());
    expect([error.kind, error.status, seen.length]).toEqual([kind, status, 1]);
  });

  it("finds nothing on a 404 of the API, but does not believe a web page's 404", async () => {
    let body = '{"error":"not_found"}';
    const { client } = await partner((_, response) => {
      response.statusCode = 404;
      response.end(body);
    });
    const call = { operation: "find", method: "GET", path: ["x"], answer: z.object({}) } as const;
    expect(await client.find(call)).toBeNull();
    body = "<html>Not found</html>";
    expect((await failureOf(client.find(call))).kind).toBe("rejected");
  });

  it("refuses redirects", async () => {
    const { send, seen } = await partner((_, response) => {
      response.writeHead(302, { location: "/api/elsewhere" }).end();
    });
    const error = await failureOf(send());
    expect([error.kind, error.status, seen.length]).toEqual(["rejected", 302, 1]);
  });

  it.each([
    ["HTML", Buffer.from("<html>ada@example.com</html>")],
    ["nothing", Buffer.alloc(0)],
    ["cut JSON", Buffer.from('{"id":"t')],
    ["another shape", Buffer.from('{"id":["ada@example.com"]}')],
    ["bytes that are no text", Buffer.from([0x22, 0xff, 0x22])],
    ["more than 1 MiB", Buffer.from(JSON.stringify({ id: "x".repeat(1024 * 1024) }))],
  ])("rejects %s as an answer, without a word of it in the error", async (_, body) => {
    const { send, seen } = await partner((__, response) => response.end(body));
    const error = await failureOf(send());
    expect([error.kind, seen.length]).toEqual(["rejected", 1]);
    expect(error.message).toContain("answer not understood");
    expect(`${error.message} ${String(error.cause)}`).not.toMatch(/ada|html/i);
  });

  it("counts the 1 MiB after decompression", async () => {
    const bomb = gzipSync(JSON.stringify({ id: "x".repeat(50 * 1024 * 1024) }));
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const { send } = await partner((_, response) => {
      response.setHeader("content-encoding", "gzip");
      response.end(bomb);
    });
    expect((await failureOf(send())).message).toContain("over 1 MiB");
  });

  it("drops fields it does not know, __proto__ among them", async () => {
    const { send } = await partner((_, response) =>
      response.end('{"id":"t1","extra":1,"__proto__":{"polluted":true}}'),
    );
    expect(await send()).toEqual({ id: "t1" });
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("does not put an id into the address that could climb out of its place", async () => {
    const { send, seen } = await partner((_, response) => ok(response));
    for (const id of ["..", ".", "", "a/b", "a?b", "%2e%2e", "x".repeat(200)]) {
      expect((await failureOf(send({ path: ["things", id] }))).kind).toBe("rejected");
    }
    expect(seen).toEqual([]);
  });

  it("asks a sick partner no more, and asks again after the break", async () => {
    let sick = true;
    const breaker = { size: 10, minimumCalls: 4, halfOpenAfterMs: 60 };
    const { send, seen } = await partner(
      (_, response) => {
        response.statusCode = sick ? 500 : 200;
        ok(response);
      },
      { breaker, tries: 1 },
    );
    for (let nth = 0; nth < 4; nth += 1) await failureOf(send());
    const error = await failureOf(send());
    expect([error.kind, error.retryAfterSeconds, seen.length]).toEqual(["retry", 1, 4]);
    sick = false;
    await expect.poll(() => send().catch(() => null), { interval: 20 }).toEqual({ id: "t1" });
  });

  it("does not take 429 for sickness", async () => {
    const breaker = { size: 10, minimumCalls: 2, halfOpenAfterMs: 60_000 };
    const { send, seen } = await partner(
      (_, response) => {
        response.statusCode = 429;
        response.end();
      },
      { breaker, tries: 1 },
    );
    for (let nth = 0; nth < 5; nth += 1) await failureOf(send());
    expect(seen.length).toBe(5);
  });

  it("keeps no more calls in flight than allowed", async () => {
    let inFlight = 0;
    let most = 0;
    const { send } = await partner(
      (_, response) => {
        most = Math.max(most, (inFlight += 1));
        setTimeout(() => {
          inFlight -= 1;
          ok(response);
        }, 10);
      },
      {},
      3,
    );
    await Promise.all(Array.from({ length: 20 }, () => send()));
    expect(most).toBe(3);
  });

  it("keeps places free for people however many calls of the background are under way", async () => {
    const held: ServerResponse[] = [];
    const { send } = await partner((request, response) =>
      request.url?.includes("/poll") ? void held.push(response) : ok(response),
    );
    const polls = runInBackground(() => Array.from({ length: 9 }, () => send({ path: ["poll"] })));
    await expect.poll(() => held.length).toBe(2);
    expect(await send()).toEqual({ id: "t1" });
    const answerHeld = setInterval(() => held.splice(0).forEach((response) => ok(response)), 5);
    await Promise.all(polls);
    clearInterval(answerHeld);
  });

  it("waits for the partner's rate no longer than a call may take", async () => {
    const { send, seen } = await partner((_, response) => ok(response), {
      requestsPerSecond: 2,
      totalTimeoutMs: 400,
    });
    const asked = await Promise.allSettled([send(), send(), send()]);
    expect(asked.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
    expect((asked[2] as PromiseRejectedResult).reason).toMatchObject({ kind: "retry", status: null });
    expect(seen.length).toBe(2);
    await expect.poll(() => send().catch(() => null), { timeout: 3000 }).toEqual({ id: "t1" });
  });

  it("has no query, body or address in any error", async () => {
    const { send } = await partner((request) => request.socket.destroy(), { tries: 1 });
    const error = await failureOf(send());
    expect(`${error.stack}${String(error.cause)}`).not.toMatch(/ada|example\.com/i);
  });
});
