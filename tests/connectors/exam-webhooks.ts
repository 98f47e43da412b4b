/** The part of the exam about webhooks: what the partner really sends, and what others try to send in its name. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  WebhookRejectedError,
  type PartnerConnector,
  type PartnerDescriptor,
  type WebhookDelivery,
} from "#lib/partners/base.ts";
import type { PartnerEvent } from "#lib/domain/partner-event.ts";
import { partnerVariable } from "#lib/domain/partner-variable.ts";
import { forgerOf } from "#tests/connectors/forger.ts";
import { leavesOf, replaceLeaves } from "#tests/connectors/json-leaves.ts";
import { enroll, type Rig } from "#tests/connectors/rig.ts";

const WINDOW_MS = 300_000;
const CONTROL = String.raw`"1\u00002"`;

/** Declares the webhook part; `now` gives rig and connector while a test runs. */
export function examineWebhooks(
  descriptor: PartnerDescriptor,
  now: () => { rig: Rig; partner: PartnerConnector },
): void {
  const variable = partnerVariable(descriptor.slug, "WEBHOOK_SECRET");
  const forger = forgerOf(descriptor);
  const ours = () => now().rig.env[variable] ?? "";
  const verifying = (delivery: WebhookDelivery, connector = now().partner) =>
    reasonOf(() => connector.verifyWebhook(delivery));

  describe("webhooks", () => {
    let id: string;
    let genuine: WebhookDelivery;
    let progressed: WebhookDelivery;
    beforeAll(async () => {
      const { rig } = now();
      ({ externalEnrollmentId: id } = await enroll(rig.open()));
      await rig.move(id, "progress", { progress: 40 });
      await rig.deliveryOf("progress.updated", id).then((delivery) => (progressed = delivery));
      await rig.move(id, "fail-exam");
      await rig.move(id, "progress", { progress: 100 });
      await rig.move(id, "complete");
      genuine = await rig.deliveryOf("certificate.issued", id);
      await rig.deliveryOf("course.completed", id);
    });

    it("tell of enrollment, progress, failed exam, completion and certificate", async () => {
      const { rig, partner } = now();
      const names = ["enrollment.created", "exam.failed", "course.completed", "certificate.issued"] as const;
      for (const name of names) {
        const delivery = await rig.deliveryOf(name, id);
        const { eventType, storedBody } = partner.verifyWebhook(delivery);
        expect(eventType).toBe(name);
        const facts = partner.parseWebhook(delivery.body);
        expect(facts).toEqual([
          expect.objectContaining({ type: name, externalEnrollmentId: id, standing: null }),
        ]);
        expect(partner.parseWebhook(storedBody ?? delivery.body)).toEqual(facts);
      }
      const certificate = await partner.getCertificate(id);
      expect(partner.parseWebhook(genuine.body)[0]?.certificate).toEqual(certificate);
    });

    it("say progress 100 without saying that the course is finished", () => {
      const { rig, partner } = now();
      const told = rig.deliveries
        .flatMap(({ body }) => partner.parseWebhook(body))
        .filter(
          ({ type, externalEnrollmentId }) => type === "progress.updated" && externalEnrollmentId === id,
        );
      expect(told.map(({ progress }) => progress).toSorted((a, b) => Number(a) - Number(b))).toEqual([
        40, 100,
      ]);
    });

    it("have the same id when they are sent twice, and another one for other news", async () => {
      const { rig, partner } = now();
      await rig.setFaults({ duplicateRate: 1 });
      const { externalEnrollmentId } = await enroll(partner);
      const copies = () => rig.deliveries.filter(({ body }) => body.includes(externalEnrollmentId));
      await expect.poll(() => copies().length, { timeout: 5000 }).toBe(2);
      const idOf = (delivery: WebhookDelivery) => partner.verifyWebhook(delivery).eventId;
      expect(new Set(copies().map(idOf)).size).toBe(1);
      expect(new Set([genuine, progressed, ...copies()].map(idOf)).size).toBe(3);
    });

    it("are refused when forged: other body, other secret, another partner's secret", () => {
      const { rig } = now();
      expect(verifying({ ...genuine, body: genuine.body.replace(id, `${id}0`) })).toBe("bad_signature");
      expect(verifying({ ...genuine, body: genuine.body.slice(0, -1) })).toBe("bad_signature");
      expect(verifying({ ...genuine, body: `${genuine.body} ` })).toBe("bad_signature");
      expect(verifying({ ...genuine, body: progressed.body })).toBe("bad_signature");
      expect(verifying({ ...genuine, body: "" })).toBe("bad_signature");
      const others = Object.entries(rig.env).filter(
        ([name, secret]) =>
          name.endsWith("_WEBHOOK_SECRET") && secret.startsWith("whsec_") && name !== variable,
      );
      expect(others.length).toBeGreaterThan(1);
      for (const [, secret] of others)
        expect(verifying(forger.sign(genuine.body, secret))).toBe("bad_signature");
    });

    it("are refused when a header of a genuine one is changed, the algorithm's name among them", () => {
      for (const [name, value] of forger.tampered(genuine.headers, ours(), genuine.body)) {
        const headers = new Headers(genuine.headers);
        headers.set(name, value);
        expect(verifying({ ...genuine, headers })).toBe("bad_signature");
      }
    });

    it("are refused when a header is missing", () => {
      for (const name of forger.headers) {
        const headers = new Headers(genuine.headers);
        headers.delete(name);
        expect(verifying({ ...genuine, headers })).toBe("missing_header");
      }
    });

    it("are refused when stale or from the future, by the door's clock", () => {
      const signedAt = Number(genuine.headers.get(forger.timeHeader)) * 1000;
      const at = (distance: number) => verifying({ ...genuine, receivedAt: signedAt + distance });
      expect([at(0), at(WINDOW_MS), at(-WINDOW_MS)]).toEqual(["accepted", "accepted", "accepted"]);
      expect([at(WINDOW_MS + 1000), at(-WINDOW_MS - 1000)]).toEqual(["stale", "stale"]);
    });

    it("are taken with the old and the new secret while they rotate, and not with a retired one", () => {
      const { rig } = now();
      const next = forger.freshSecret;
      const rotating = rig.open({}, { [variable]: `${next}, ${ours()}` });
      expect(verifying(genuine, rotating)).toBe("accepted");
      expect(verifying(forger.sign(genuine.body, next), rotating)).toBe("accepted");
      expect(verifying(genuine, rig.open({}, { [variable]: next }))).toBe("bad_signature");
    });

    it("of a kind we do not know are verified and give nothing", () => {
      const { partner } = now();
      const body = withName(genuine.body, '"invoice.created"');
      const verified = partner.verifyWebhook(forger.sign(body, ours()));
      expect(verified).toMatchObject({ eventId: expect.stringMatching(/./), eventType: "invoice.created" });
      expect(partner.parseWebhook(body)).toEqual([]);
      expect(partner.parseWebhook(verified.storedBody ?? body)).toEqual([]);
    });

    it("with a hostile body are refused although the signature is right", async () => {
      const { partner } = now();
      const bodies = [
        "",
        "null",
        "[]",
        "{}",
        "NaN",
        '"text"',
        genuine.body.slice(0, -5),
        genuine.body.replace("{", '{"__proto__":{"admin":true},'),
        genuine.body.replace("{", String.raw`{"__pr\u006fto__":{"admin":true},`),
        withName(genuine.body, `"${"x".repeat(100_000)}"`),
        withName(genuine.body, '["certificate.issued"]'),
        "[".repeat(100_000),
      ];
      for (const body of bodies) expect(verifying(forger.sign(body, ours()))).toBe("malformed");
      const isId = (value: unknown) => String(value) === id;
      const number = (await partner.getCertificate(id))?.number;
      const isNumber = (value: unknown) => value === number;
      const isProgress = (value: unknown) => value !== null && [40, 0.4].includes(Number(value));
      const facts = [
        ...[`"${"x".repeat(100_000)}"`, '"../admin"', "null", "[]", "-1", "1e400", CONTROL].map((wrong) =>
          replaceLeaves(genuine.body, isId, wrong),
        ),
        ...[`"${"9".repeat(100_000)}"`, '["1"]', '""', CONTROL].map((wrong) =>
          replaceLeaves(genuine.body, isNumber, wrong),
        ),
        ...["-1", "101", "1e400", '"NaN"', '"-1"', "[40]", "true"].map((wrong) =>
          replaceLeaves(progressed.body, isProgress, wrong),
        ),
      ];
      for (const body of facts) {
        expect([genuine.body, progressed.body]).not.toContain(body);
        expect(reasonOf(() => partner.parseWebhook(body))).toBe("malformed");
      }
    });

    it("with any value anywhere give facts within their range, or are malformed", () => {
      const { partner } = now();
      const bodies = [genuine.body, progressed.body];
      const changed = fc.constantFrom(...bodies).chain((body) =>
        fc
          .array(fc.tuple(fc.constantFrom(...leavesOf(body)), fc.json()), { minLength: 1, maxLength: 3 })
          .map((changes) =>
            changes.reduce((text, [{ path }, json]) => {
              const isIt = (_: unknown, at: readonly (string | number)[]) => at.join("/") === path.join("/");
              return replaceLeaves(text, isIt, json);
            }, body),
          ),
      );
      const holds = (body: string) => {
        try {
          return partner.parseWebhook(body).every(isInRange);
        } catch (error) {
          return error instanceof WebhookRejectedError && error.reason === "malformed";
        }
      };
      const anything = fc.oneof({ weight: 4, arbitrary: changed }, fc.json(), fc.string({ unit: "binary" }));
      expect(fc.check(fc.property(anything, holds), { numRuns: 300 }).counterexample).toBeNull();
    });
  });
}

function reasonOf(attempt: () => unknown) {
  try {
    attempt();
  } catch (error) {
    if (error instanceof WebhookRejectedError) return error.reason;
    throw error;
  }
  return "accepted";
}

function withName(body: string, json: string): string {
  return replaceLeaves(body, (value) => value === "certificate.issued", json);
}

/** What the rest of the house may rely on in every fact. */
function isInRange(event: PartnerEvent): boolean {
  const { externalEnrollmentId, occurredAt, progress, certificate, standing } = event;
  const isDay = (day: string | null) =>
    day === null || (/^\d{4}-\d\d-\d\d$/.test(day) && new Date(day).toISOString().startsWith(day));
  const isLink = (url: string | null) => url === null || (/^https?:\/\//.test(url) && url.length <= 2000);
  return (
    standing === null &&
    /^\w[\w.:~-]{0,127}$/.test(externalEnrollmentId) &&
    (occurredAt === null || !Number.isNaN(Date.parse(occurredAt))) &&
    (progress === null || (Number.isInteger(progress) && progress >= 0 && progress <= 100)) &&
    (certificate === null ||
      (/^[^\p{Cc}]{1,200}$/u.test(certificate.number) &&
        isDay(certificate.issuedDate) &&
        isDay(certificate.expirationDate) &&
        isLink(certificate.url) &&
        isLink(certificate.verificationUrl)))
  );
}
