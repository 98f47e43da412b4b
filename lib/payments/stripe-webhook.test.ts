import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { StripeWebhookRejectedError, verifyStripeWebhook } from "#lib/payments/stripe-webhook.ts";

const SECRET = "whsec_new_0123456789";
const OLDER = "whsec_old_0123456789";
const NOW = Date.UTC(2026, 10, 20, 12);
const BODY = eventBody({});

function eventBody(more: object): string {
  return JSON.stringify({
    id: "evt_1A",
    object: "event",
    type: "checkout.session.completed",
    data: {},
    ...more,
  });
}

/** Signed as Stripe's documentation says, without Stripe's library. */
function sign(body: string, { secret = SECRET, at = NOW }: { secret?: string; at?: number } = {}): string {
  const seconds = Math.floor(at / 1000);
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}

function reasonOf(body: string, header: string | null, secrets: readonly string[] = [SECRET]): string {
  try {
    verifyStripeWebhook(body, header, secrets, NOW);
    return "accepted";
  } catch (error) {
    return error instanceof StripeWebhookRejectedError ? error.reason : `unexpected ${String(error)}`;
  }
}

describe("a Stripe webhook at the door", () => {
  it("is accepted with its id and type when any of the secrets signed it", () => {
    const identity = { eventId: "evt_1A", eventType: "checkout.session.completed" };
    expect(verifyStripeWebhook(BODY, sign(BODY), [SECRET], NOW)).toEqual(identity);
    expect(verifyStripeWebhook(BODY, sign(BODY, { secret: OLDER }), [SECRET, OLDER], NOW)).toEqual(identity);
  });

  it("is accepted when Stripe signs with two secrets at once and adds schemes of its own", () => {
    const [time, older] = sign(BODY, { secret: OLDER }).split(",");
    const newer = sign(BODY).split(",")[1];
    expect(
      reasonOf(
        BODY,
        `${time},${older},${newer},v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39`,
      ),
    ).toBe("accepted");
  });

  it("is accepted again when it is replayed within five minutes, under the same id", () => {
    const header = sign(BODY, { at: NOW - 299_000 });
    expect(verifyStripeWebhook(BODY, header, [SECRET], NOW)).toEqual(
      verifyStripeWebhook(BODY, header, [SECRET], NOW),
    );
  });

  it("keeps names and amounts in any alphabet as they were signed", () => {
    const body = eventBody({ data: { object: { name: "Łódź 学校 🎓 \\u0026" } } });
    expect(reasonOf(body, sign(body))).toBe("accepted");
  });

  it.each([
    ["without a header", null, "missing_header"],
    ["with an empty header", "", "missing_header"],
    ["with words for a header", "let me in", "bad_signature"],
    ["without a time", sign(BODY).replace(/^t=\d+,/, ""), "bad_signature"],
    ["with two times", `t=1,${sign(BODY)}`, "bad_signature"],
    ["with a time that is no number", sign(BODY).replace(/^t=\d+/, "t=soon"), "bad_signature"],
    ["with another time than was signed", sign(BODY).replace(/^t=\d+/, "t=1"), "bad_signature"],
    ["with the signature under another scheme", sign(BODY).replace("v1=", "v0="), "bad_signature"],
    ["with half a signature", sign(BODY).slice(0, -32), "bad_signature"],
    ["signed by somebody else", sign(BODY, { secret: "whsec_forged" }), "bad_signature"],
    ["signed for another body", sign(`${BODY} `), "bad_signature"],
    ["older than five minutes", sign(BODY, { at: NOW - 301_000 }), "stale"],
    ["dated more than five minutes ahead", sign(BODY, { at: NOW + 301_000 }), "stale"],
    ["old and forged", sign(BODY, { at: NOW - 301_000, secret: "whsec_forged" }), "bad_signature"],
  ])("is refused %s", (_how, header, reason) => {
    expect(reasonOf(BODY, header)).toBe(reason);
  });

  it("is refused while no usable secret is known", () => {
    expect(reasonOf(BODY, sign(BODY), [])).toBe("bad_signature");
    expect(reasonOf(BODY, sign(BODY, { secret: " " }), [" "])).toBe("bad_signature");
  });

  it("is refused when it was cut off on the way", () => {
    for (const length of [1, 10, BODY.length - 1]) {
      expect(reasonOf(BODY.slice(0, length), sign(BODY))).toBe("bad_signature");
    }
    expect(reasonOf("", sign(BODY))).toBe("malformed");
  });

  it.each([
    ["cut off before it was signed", BODY.slice(0, -1)],
    ["a list", `[${BODY}]`],
    ["null", "null"],
    ["a text", '"evt_1A"'],
    ["another object", eventBody({ object: "charge" })],
    ["a thin event of Stripe's second API", eventBody({ object: "v2.core.event" })],
    ["without an id", eventBody({ id: undefined })],
    ["with a number for an id", eventBody({ id: 1 })],
    ["with a list for an id", eventBody({ id: ["evt_1A"] })],
    ["with an empty id", eventBody({ id: "" })],
    ["with an id of 256 characters", eventBody({ id: `evt_${"a".repeat(252)}` })],
    ["with a NUL in its id", eventBody({ id: "evt_\u0000" })],
    ["with an object for a type", eventBody({ type: {} })],
    ["without a type", eventBody({ type: undefined })],
    ["with __proto__ on top", BODY.replace("{", '{"__proto__":{"object":"event"},')],
    ["with __proto__ inside", BODY.replace('"data":{}', '"data":{"object":[{"a":{"__proto__":1}}]}')],
    ["with __proto__ in disguise", BODY.replace('"data":{}', String.raw`"data":{"\u005f_pr\u006fto__":1}`)],
  ])("is refused as malformed when it is %s", (_what, body) => {
    expect(reasonOf(body, sign(body))).toBe("malformed");
  });

  it("may mention __proto__ in a text", () => {
    const body = eventBody({ data: { object: { name: "__proto__" } } });
    expect(reasonOf(body, sign(body))).toBe("accepted");
  });

  it("may have an id of 255 characters", () => {
    const body = eventBody({ id: `evt_${"a".repeat(251)}` });
    expect(reasonOf(body, sign(body))).toBe("accepted");
  });

  it("says why it was refused and nothing of what it held", () => {
    const secretive = eventBody({ data: { email: "student@example.com" } });
    expect(() => verifyStripeWebhook(secretive, "t=1,v1=00", [SECRET], NOW)).toThrow(
      new StripeWebhookRejectedError("bad_signature"),
    );
    expect(new StripeWebhookRejectedError("stale").message).toBe("Stripe webhook rejected: stale");
  });
});
