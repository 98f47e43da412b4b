import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  checkoutOf,
  lever,
  openDoor,
  paymentIdOf,
  startRig,
  type Door,
  type Rig,
} from "#tests/support/stripe-rig.ts";

const KEY = { authorization: "Bearer sk_test_rig" };

describe("the API of the Stripe double", () => {
  let door: Door;
  let rig: Rig;
  beforeAll(async () => {
    door = await openDoor();
    rig = await startRig({ appUrl: door.url });
  });
  afterAll(async () => {
    await rig.stop();
    await door.close();
  });

  /** Sends a raw request and returns status, body and headers. */
  async function call(
    path: string,
    init: RequestInit = {},
  ): Promise<{ status: number; json: Record<string, unknown>; headers: Headers }> {
    const response = await fetch(rig.url + path, { headers: KEY, ...init });
    return {
      status: response.status,
      json: (await response.json()) as Record<string, unknown>,
      headers: response.headers,
    };
  }

  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    call(path, {
      method: "POST",
      headers: { ...KEY, "content-type": "application/x-www-form-urlencoded", ...headers },
      body,
    });

  const SMALLEST =
    "mode=payment&success_url=http://app.test/ok&line_items[0][quantity]=1&line_items[0][price_data][currency]=usd" +
    "&line_items[0][price_data][unit_amount]=4900&line_items[0][price_data][product_data][name]=HVAC";

  it("answers 401 without a test key", async () => {
    for (const authorization of ["", "Bearer", "Bearer sk_live_1", "Bearer rk_test_1"]) {
      const { status, json } = await call("/v1/events", { headers: { authorization } });
      expect([authorization, status]).toEqual([authorization, 401]);
      expect(json["error"]).toMatchObject({ type: "invalid_request_error" });
    }
    const basic = `Basic ${Buffer.from("sk_test_rig:").toString("base64")}`;
    expect((await call("/v1/events", { headers: { authorization: basic } })).status).toBe(200);
  });

  it("never repeats a wrong key in full", async () => {
    const { json } = await call("/v1/events", { headers: { authorization: "Bearer sk_live_very_secret" } });
    expect(JSON.stringify(json)).not.toContain("very_secret");
  });

  it("names request and version in every answer", async () => {
    const { headers } = await call("/v1/events", {
      headers: { ...KEY, "stripe-version": "2026-10-28.endive" },
    });
    expect(headers.get("request-id")).toMatch(/^req_\w{14}$/);
    expect(headers.get("stripe-version")).toBe("2026-10-28.endive");
  });

  it.each([
    ["GET", "/v1/customers"],
    ["POST", "/v1/subscriptions"],
    ["POST", "/v1/accounts"],
    ["DELETE", "/v1/checkout/sessions/cs_test_1"],
    ["GET", "/v1"],
    ["GET", "/v1/checkout/sessions/a/b/c"],
  ])("answers %s %s like a route Stripe does not have", async (method, path) => {
    const { status, json } = await call(path, { method });
    expect(status).toBe(404);
    expect(json["error"]).toEqual({
      type: "invalid_request_error",
      message: `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
    });
  });

  it.each([
    ["checkout/sessions", "checkout.session"],
    ["payment_intents", "payment_intent"],
    ["charges", "charge"],
    ["refunds", "refund"],
    ["disputes", "dispute"],
    ["events", "event"],
  ])("does not know an unheard-of id under %s", async (segment, noun) => {
    const { status, json } = await call(`/v1/${segment}/xx_1`);
    expect(status).toBe(404);
    expect(json["error"]).toEqual({
      type: "invalid_request_error",
      code: "resource_missing",
      message: `No such ${noun}: 'xx_1'`,
      param: "id",
    });
  });

  it("gives no object of one kind under the address of another", async () => {
    const session = await rig.stripe.checkout.sessions.create(checkoutOf(4900));
    expect((await call(`/v1/charges/${session.id}`)).status).toBe(404);
  });

  it.each([
    ["mode", SMALLEST.replace("mode=payment", ""), "parameter_missing", "mode"],
    ["lines", "mode=payment&success_url=http://app.test/ok", "parameter_missing", "line_items"],
    [
      "a line's price",
      SMALLEST.replace(/&line_items\[0\]\[price_data\]\[unit_amount\]=4900/, ""),
      "parameter_missing",
      "line_items[0][price_data][unit_amount]",
    ],
    ["known parameters only", `${SMALLEST}&colour=red`, "parameter_unknown", "colour"],
    [
      "known parameters inside",
      `${SMALLEST}&payment_intent_data[tip]=1`,
      "parameter_unknown",
      "payment_intent_data[tip]",
    ],
    [
      "whole amounts",
      SMALLEST.replace("4900", "49.00"),
      "parameter_invalid_integer",
      "line_items[0][price_data][unit_amount]",
    ],
    [
      "no negative amounts",
      SMALLEST.replace("4900", "-1"),
      "parameter_invalid_integer",
      "line_items[0][price_data][unit_amount]",
    ],
    [
      "no text for an amount",
      SMALLEST.replace("4900", "1e3"),
      "parameter_invalid_integer",
      "line_items[0][price_data][unit_amount]",
    ],
    [
      "a name with letters",
      SMALLEST.replace("HVAC", ""),
      "parameter_invalid_empty",
      "line_items[0][price_data][product_data][name]",
    ],
    [
      "a currency that exists",
      SMALLEST.replace("usd", "xyz"),
      "parameter_invalid_string",
      "line_items[0][price_data][currency]",
    ],
    ["a web address to return to", SMALLEST.replace("http:", "javascript:"), "url_invalid", "success_url"],
    [
      "payment mode",
      SMALLEST.replace("mode=payment", "mode=subscription"),
      "parameter_invalid_string",
      "mode",
    ],
    ["an amount Stripe would charge", SMALLEST.replace("4900", "49"), "amount_too_small", undefined],
    [
      "metadata that fits",
      `${SMALLEST}&metadata[${"k".repeat(41)}]=1`,
      "parameter_invalid_string",
      "metadata",
    ],
  ])("wants %s for a checkout", async (_what, body, code, param) => {
    const { status, json } = await post("/v1/checkout/sessions", body);
    expect(status).toBe(400);
    expect(json["error"]).toMatchObject({ type: "invalid_request_error", code });
    expect((json["error"] as { param?: string }).param).toBe(param);
  });

  it("wants an expiry 30 minutes to 24 hours away, and one currency", async () => {
    const now = Math.floor(Date.now() / 1000);
    for (const seconds of [60, 1790, 24 * 3600 + 60]) {
      const { json } = await post("/v1/checkout/sessions", `${SMALLEST}&expires_at=${now + seconds}`);
      expect(json["error"]).toMatchObject({ param: "expires_at" });
    }
    const second = SMALLEST.replace("mode=payment&success_url=http://app.test/ok", "")
      .replaceAll("[0]", "[1]")
      .replace("=usd", "=eur");
    const { json } = await post("/v1/checkout/sessions", SMALLEST + second);
    expect(json["error"]).toMatchObject({ param: "line_items" });
  });

  it.each([
    ["__proto__ as a name", `${SMALLEST}&__proto__[a]=1`],
    ["__proto__ inside", `${SMALLEST}&metadata[__proto__]=1`],
    ["prototype and constructor as parameters", `${SMALLEST}&constructor[prototype][a]=1`],
    ["brackets that do not close", `${SMALLEST}&metadata[a=1`],
    ["brackets in front", `[a]=1&${SMALLEST}`],
    ["a value that is a list as well", `${SMALLEST}&mode[0]=payment`],
    ["a list that is a value as well", `${SMALLEST}&line_items=1`],
    ["ten levels", `${SMALLEST}&metadata${"[a]".repeat(10)}=1`],
    [
      "two thousand parameters",
      `${SMALLEST}&${Array.from({ length: 2000 }, (_, at) => `metadata[k${at}]=1`).join("&")}`,
    ],
    ["a list with a hole at the end of the world", `${SMALLEST}&line_items[99999999][quantity]=1`],
    ["a very long name", `${SMALLEST}&${"a".repeat(5000)}=1`],
  ])("refuses a form with %s", async (_what, body) => {
    const { status, json } = await post("/v1/checkout/sessions", body);
    expect(status).toBe(400);
    expect(json["error"]).toMatchObject({ type: "invalid_request_error" });
    expect(({} as Record<string, unknown>)["a"]).toBeUndefined();
  });

  it("refuses a form of 300 KB", async () => {
    expect((await post("/v1/checkout/sessions", `${SMALLEST}&locale=${"a".repeat(300_000)}`)).status).toBe(
      413,
    );
  });

  it("keeps a metadata name like `constructor` as plain text", async () => {
    const { json } = await post(
      "/v1/checkout/sessions",
      `${SMALLEST}&metadata[constructor]=x&metadata[toString]=y`,
    );
    expect(json["metadata"]).toEqual({ constructor: "x", toString: "y" });
  });

  it("expands what is asked for and refuses what is no id", async () => {
    const made = await rig.stripe.checkout.sessions.create(checkoutOf(4900, { expand: ["line_items"] }));
    expect(made.line_items?.data).toHaveLength(1);
    const { json } = await call(`/v1/checkout/sessions/${made.id}?expand[]=metadata`);
    expect(json["error"]).toMatchObject({ message: "This property cannot be expanded (metadata)." });
  });

  it("lists lines page by page", async () => {
    const line = checkoutOf(100).line_items?.[0];
    const { id } = await rig.stripe.checkout.sessions.create(
      checkoutOf(100, { line_items: Array.from({ length: 25 }, () => line ?? {}) }),
    );
    const lines = await rig.stripe.checkout.sessions
      .listLineItems(id, { limit: 10 })
      .autoPagingToArray({ limit: 100 });
    expect(new Set(lines.map((item) => item.id)).size).toBe(25);
  });

  describe("under an idempotency key", () => {
    const create = (key: string, form = SMALLEST, path = "/v1/checkout/sessions") =>
      post(path, form, { "idempotency-key": key });

    it("answers the same bytes to the same request, in any order of parameters", async () => {
      const first = await create("same");
      const reordered = SMALLEST.split("&").toReversed().join("&");
      const second = await create("same", reordered);
      expect(second.json).toEqual(first.json);
      expect(first.headers.get("idempotent-replayed")).toBeNull();
      expect(second.headers.get("idempotent-replayed")).toBe("true");
      expect(second.headers.get("idempotency-key")).toBe("same");
    });

    it("makes one session of twenty requests at once", async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => create("crowd")));
      expect(new Set(answers.map(({ json }) => json["id"])).size).toBe(1);
    });

    it("refuses other parameters, another endpoint and an endless key", async () => {
      await create("taken");
      const other = await create("taken", SMALLEST.replace("4900", "5000"));
      expect([other.status, other.json["error"]]).toEqual([
        400,
        expect.objectContaining({
          type: "idempotency_error",
          message: expect.stringContaining("same parameters"),
        }),
      ]);
      const elsewhere = await create("taken", "payment_intent=pi_1", "/v1/refunds");
      expect(elsewhere.json["error"]).toMatchObject({ message: expect.stringContaining("same endpoint") });
      expect((await create("k".repeat(256))).json["error"]).toMatchObject({ type: "idempotency_error" });
    });

    it("keeps the key free when the request was refused", async () => {
      expect((await create("retry", SMALLEST.replace("4900", "x"))).status).toBe(400);
      expect((await create("retry")).status).toBe(200);
    });
  });

  describe("asked for events", () => {
    const made: string[] = [];
    let since = 0;
    beforeAll(async () => {
      since = Math.floor(Date.now() / 1000);
      for (let at = 0; at < 7; at++) {
        const { id } = await rig.stripe.checkout.sessions.create(checkoutOf(4900));
        await lever(rig, `/sessions/${id}/pay`, { method: "card" });
        const [event] = (await rig.stripe.events.list({ limit: 1 })).data;
        made.unshift(event?.id ?? "");
      }
    });

    const idsOf = (list: Stripe.ApiList<Stripe.Event>): string[] => list.data.map((event) => event.id);

    it("lists them newest first and says whether there are more", async () => {
      const page = await rig.stripe.events.list({ limit: 3, created: { gte: since } });
      expect([idsOf(page), page.has_more, page.url]).toEqual([made.slice(0, 3), true, "/v1/events"]);
    });

    it("goes on after and before an event", async () => {
      const after = await rig.stripe.events.list({ limit: 3, starting_after: made[2] ?? "" });
      expect(idsOf(after)).toEqual(made.slice(3, 6));
      const before = await rig.stripe.events.list({ limit: 2, ending_before: made[4] ?? "" });
      expect(idsOf(before)).toEqual(made.slice(2, 4));
      await expect(rig.stripe.events.list({ starting_after: "evt_unknown" })).rejects.toMatchObject({
        code: "resource_missing",
        param: "starting_after",
      });
    });

    it("shows those of a type, of several, of a family, and of a time", async () => {
      const count = async (query: Stripe.EventListParams): Promise<number> =>
        (await rig.stripe.events.list({ limit: 100, ...query })).data.length;
      expect(await count({ type: "checkout.session.completed" })).toBe(7);
      expect(await count({ types: ["charge.refunded", "checkout.session.completed"] })).toBe(7);
      expect(await count({ type: "checkout.*" })).toBe(7);
      expect(await count({ type: "charge.refunded" })).toBe(0);
      expect(await count({ created: { lt: since } })).toBe(0);
      expect(await count({ created: { gt: since - 1, lte: since + 600 } })).toBe(7);
      expect(await count({ created: since + 600 })).toBe(0);
    });

    it("refuses a page of 101 and a time that is none", async () => {
      await expect(rig.stripe.events.list({ limit: 101 })).rejects.toMatchObject({ param: "limit" });
      expect((await call("/v1/events?created[gte]=yesterday")).status).toBe(400);
      expect((await call("/v1/events?created[about]=1")).status).toBe(400);
    });
  });

  describe("asked for a refund", () => {
    async function paidSession(cents: number): Promise<string> {
      const { id } = await rig.stripe.checkout.sessions.create(checkoutOf(cents));
      await lever(rig, `/sessions/${id}/pay`, { method: "card" });
      return paymentIdOf(rig, id);
    }

    it("gives back parts until nothing is left, and never more", async () => {
      const payment_intent = await paidSession(1000);
      const part = await rig.stripe.refunds.create({
        payment_intent,
        amount: 400,
        reason: "requested_by_customer",
      });
      expect(part).toMatchObject({ object: "refund", amount: 400, status: "succeeded", currency: "usd" });
      await expect(rig.stripe.refunds.create({ payment_intent, amount: 601 })).rejects.toMatchObject({
        param: "amount",
      });
      await rig.stripe.refunds.create({ payment_intent });
      await expect(rig.stripe.refunds.create({ payment_intent, amount: 1 })).rejects.toMatchObject({
        code: "charge_already_refunded",
      });
      const [charge] = (await rig.stripe.charges.list({ payment_intent })).data;
      expect(charge).toMatchObject({ amount_refunded: 1000, refunded: true });
      const refunds = await rig.stripe.refunds.list({ payment_intent });
      expect(refunds.data.map((refund) => refund.amount)).toEqual([600, 400]);
      expect((await rig.stripe.refunds.retrieve(part.id)).id).toBe(part.id);
    });

    it("splits the last cent between ten at once exactly once", async () => {
      const payment_intent = await paidSession(1000);
      const tries = await Promise.allSettled(
        Array.from({ length: 10 }, () => rig.stripe.refunds.create({ payment_intent, amount: 300 })),
      );
      expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    });

    it("refuses what was never paid, is unknown, or is no amount", async () => {
      const { id } = await rig.stripe.checkout.sessions.create(checkoutOf(4900));
      await lever(rig, `/sessions/${id}/pay`, { method: "pay_later" });
      const payment_intent = await paymentIdOf(rig, id);
      await expect(rig.stripe.refunds.create({ payment_intent })).rejects.toThrow(/successful charge/);
      await expect(rig.stripe.refunds.create({ payment_intent: "pi_unknown" })).rejects.toMatchObject({
        code: "resource_missing",
        param: "payment_intent",
        statusCode: 400,
      });
      await expect(rig.stripe.refunds.create({})).rejects.toMatchObject({ code: "parameter_missing" });
      await expect(rig.stripe.refunds.create({ payment_intent, amount: 0 })).rejects.toMatchObject({
        param: "amount",
      });
    });
  });
});
