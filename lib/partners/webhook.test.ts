import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { partnerVariable } from "#lib/domain/partner-variable.ts";
import { WebhookRejectedError, type PartnerDescriptor } from "#lib/partners/base.ts";
import { readPartnerSettings } from "#lib/partners/config.ts";
import { partnerDescriptors } from "#lib/partners/index.ts";
import { eventId, eventName, webhookReader } from "#lib/partners/webhook.ts";

const NOW = Date.parse("2026-01-15T10:30:00Z");
const TIME = String(NOW / 1000);
const SECRET = "a-plain-secret-of-acme";
const BODY = '{"id":"evt-1","name":"course.completed","enrollment":"e1"}';

/** Reads deliveries of a partner that signs in hex, as its connector would set it up. */
function reader(secrets: readonly string[] = [SECRET]) {
  return webhookReader(secrets, {
    hmacHex: { prefix: "x-acme", id: z.object({ id: eventId }).transform(({ id }) => id) },
    name: z.object({ name: eventName }).transform(({ name }) => name),
    message: z.object({ enrollment: z.string() }),
    toEvent: (type, { enrollment }) => ({
      type,
      externalEnrollmentId: enrollment,
      occurredAt: null,
      progress: null,
      certificate: null,
    }),
  });
}

const mac = (text: string, secret = SECRET, algorithm = "sha256") =>
  createHmac(algorithm, secret).update(text).digest("hex");

/** What the reader says of a delivery: its identity, or the reason it is refused for. */
function verdict(
  signature: string | null,
  { body = BODY, time = TIME as string | null, at = NOW, secrets = [SECRET] } = {},
) {
  const headers = new Headers();
  if (time !== null) headers.set("x-acme-timestamp", time);
  if (signature !== null) headers.set("x-acme-signature", signature);
  try {
    return reader(secrets).verify({ headers, body, receivedAt: at });
  } catch (error) {
    if (error instanceof WebhookRejectedError) return error.reason;
    throw error;
  }
}

const genuine = `sha256=${mac(`${TIME}.${BODY}`)}`;
const accepted = { eventId: "evt-1", eventType: "course.completed" };

describe("a delivery signed in hex", () => {
  it("is known by the id in its signed body", () => {
    expect(verdict(genuine)).toEqual(accepted);
    const other = BODY.replace("evt-1", "evt-2");
    expect(verdict(genuine, { body: other })).toBe("bad_signature");
  });

  it("is taken when any of our secrets, or any of its signatures, fits", () => {
    const next = "the-next-secret-of-acme";
    expect(verdict(genuine, { secrets: [next, SECRET] })).toEqual(accepted);
    expect(verdict(genuine, { secrets: [next] })).toBe("bad_signature");
    expect(verdict(`sha256=${mac(`${TIME}.${BODY}`, next)},${genuine}`)).toEqual(accepted);
  });

  it.each([
    ["another algorithm under its own name", `sha1=${mac(`${TIME}.${BODY}`, SECRET, "sha1")}`],
    ["another algorithm under this one's name", `sha256=${mac(`${TIME}.${BODY}`, SECRET, "sha512")}`],
    ["no algorithm", mac(`${TIME}.${BODY}`)],
    ["no code at all", "sha256="],
    ["the body alone signed", `sha256=${mac(BODY)}`],
    ["another time signed", `sha256=${mac(`${Number(TIME) + 1}.${BODY}`)}`],
    ["the code cut short", genuine.slice(0, -2)],
    ["more than the code", `${genuine}00`],
    ["no key", `sha256=${mac(`${TIME}.${BODY}`, "")}`],
    ["the Standard Webhooks form", `v1,${Buffer.from(mac(`${TIME}.${BODY}`), "hex").toString("base64")}`],
  ])("is refused with %s", (_, signature) => {
    expect(verdict(signature)).toBe("bad_signature");
  });

  it("is refused without a header, with a time that is none, or outside the window", () => {
    expect(verdict(null)).toBe("missing_header");
    expect(verdict(genuine, { time: null })).toBe("missing_header");
    for (const time of ["soon", "-1", "1e9", "999999999999"])
      expect(verdict(genuine, { time })).toBe("malformed");
    expect([verdict(genuine, { at: NOW + 300_000 }), verdict(genuine, { at: NOW + 301_000 })]).toEqual([
      accepted,
      "stale",
    ]);
    expect(verdict(genuine, { secrets: [] })).toBe("no_secret");
  });

  it("is refused when its signed body has no usable id", () => {
    for (const id of ["null", "{}", '""', '"a b"', `"${"x".repeat(201)}"`]) {
      const body = BODY.replace('"evt-1"', id);
      expect(verdict(`sha256=${mac(`${TIME}.${body}`)}`, { body })).toBe("malformed");
    }
  });
});

describe("a webhook secret", () => {
  const [base] = partnerDescriptors as [PartnerDescriptor];
  const read = (webhookScheme: PartnerDescriptor["webhookScheme"], secret: string) => {
    const env = Object.fromEntries(base.requiredEnv.map((name) => [name, "set"]));
    const address = { [partnerVariable(base.slug, "API_BASE_URL")]: "https://api.example" };
    const full = { ...env, ...address, [partnerVariable(base.slug, "WEBHOOK_SECRET")]: secret };
    return readPartnerSettings({ ...base, webhookScheme }, full).webhookSecrets;
  };

  it("of the hex scheme is any text of 16 characters, several separated by commas", () => {
    expect(read("hmac-hex", "sixteen-letters!, another=secret+of/it")).toEqual([
      "sixteen-letters!",
      "another=secret+of/it",
    ]);
    for (const wrong of ["fifteen-letters", "with a blank in it", "good-enough-secret, short"]) {
      expect(() => read("hmac-hex", wrong)).toThrow(/WEBHOOK_SECRET is wrong: must be 16 characters/);
    }
  });

  it("of the standard scheme is base64 of 16 bytes", () => {
    const secret = `whsec_${Buffer.alloc(16, 1).toString("base64")}`;
    expect(read("standard", secret)).toEqual([secret]);
    expect(() => read("standard", "any-text-of-16-letters")).toThrow(/must be whsec_ and base64/);
  });
});

describe("any body at all", () => {
  it("gives one of our events or a rejection, and nothing else is thrown", () => {
    const { parse } = reader();
    const outcomeOf = (body: string) => {
      try {
        return parse(body).every(({ externalEnrollmentId }) => typeof externalEnrollmentId === "string");
      } catch (error) {
        return error instanceof WebhookRejectedError;
      }
    };
    const someName = fc.constantFrom("course.completed", "progress.updated", "other", "__proto__");
    const shaped = fc
      .record({ name: fc.oneof(someName, fc.jsonValue()), enrollment: fc.jsonValue(), id: fc.jsonValue() })
      .map((value) => JSON.stringify(value));
    const bodies = fc.oneof(fc.string({ unit: "binary" }), fc.json(), shaped);
    expect(fc.check(fc.property(bodies, outcomeOf)).counterexample).toBeNull();
  });
});
