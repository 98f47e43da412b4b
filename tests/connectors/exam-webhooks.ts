/** The part of the exam about webhooks: what the partner really sends, and what others try to send in its name. */
import { Webhook } from "standardwebhooks";
import { beforeAll, describe, expect, it } from "vitest";
import { WebhookRejectedError, type PartnerConnector, type WebhookDelivery } from "#lib/partners/base.ts";
import { enroll, type Rig } from "#tests/connectors/rig.ts";

const WINDOW_MS = 300_000;

/** Declares the webhook part; `now` gives rig and connector while a test runs. */
export function examineWebhooks(slug: string, now: () => { rig: Rig; partner: PartnerConnector }): void {
  const variable = `${slug.toUpperCase()}_WEBHOOK_SECRET`;
  const reasonOf = (attempt: () => unknown) => {
    try {
      attempt();
    } catch (error) {
      if (error instanceof WebhookRejectedError) return error.reason;
      throw error;
    }
    return "accepted";
  };
  const verifying = (delivery: WebhookDelivery, connector = now().partner) =>
    reasonOf(() => connector.verifyWebhook(delivery));

  /** Signs a body as the partner would. */
  const sign = (body: string, secret = now().rig.env[variable] ?? "", id = "msg_exam"): WebhookDelivery => {
    const at = new Date();
    return {
      headers: new Headers({
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
        "webhook-signature": new Webhook(secret).sign(id, at, body),
      }),
      body,
      receivedAt: at.getTime(),
    };
  };

  describe("webhooks", () => {
    let id: string;
    let genuine: WebhookDelivery;
    beforeAll(async () => {
      const { rig } = now();
      ({ externalEnrollmentId: id } = await enroll(rig.open()));
      await rig.move(id, "progress", { progress: 40 });
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
        expect(partner.verifyWebhook(delivery)).toMatchObject({ eventType: name });
        expect(partner.parseWebhook(delivery.body)).toEqual([
          expect.objectContaining({ type: name, externalEnrollmentId: id }),
        ]);
      }
      const certificate = await partner.getCertificate(id);
      expect(partner.parseWebhook(genuine.body)[0]?.certificate).toEqual(certificate);
    });

    it("say progress 100 without saying that the course is finished", async () => {
      const { rig, partner } = now();
      const mine = rig.deliveries.filter(({ body }) => body.includes(id));
      const progressed = mine
        .flatMap(({ body }) => partner.parseWebhook(body))
        .filter(({ type }) => type === "progress.updated");
      expect(progressed.map(({ progress }) => progress).toSorted((a, b) => Number(a) - Number(b))).toEqual([
        40, 100,
      ]);
    });

    it("have the same id when they are sent twice", async () => {
      const { rig, partner } = now();
      await rig.setFaults({ duplicateRate: 1 });
      const { externalEnrollmentId } = await enroll(partner);
      const copies = () => rig.deliveries.filter(({ body }) => body.includes(externalEnrollmentId));
      await expect.poll(() => copies().length, { timeout: 5000 }).toBe(2);
      const ids = copies().map((delivery) => partner.verifyWebhook(delivery).eventId);
      expect(new Set(ids).size).toBe(1);
    });

    it("are refused when forged: other body, other secret, another partner's secret", () => {
      const { rig } = now();
      expect(verifying({ ...genuine, body: genuine.body.replace(id, `${id}0`) })).toBe("bad_signature");
      expect(verifying({ ...genuine, body: genuine.body.slice(0, -1) })).toBe("bad_signature");
      expect(verifying({ ...genuine, body: "" })).toBe("bad_signature");
      const others = Object.entries(rig.env).filter(
        ([name]) => name.endsWith("_WEBHOOK_SECRET") && name !== variable,
      );
      expect(others.length).toBeGreaterThan(1);
      for (const [, secret] of others) expect(verifying(sign(genuine.body, secret))).toBe("bad_signature");
    });

    it("are refused when id or time of a genuine signature are changed", () => {
      for (const [name, value] of [
        ["webhook-id", "msg_other"],
        ["webhook-timestamp", String(Math.floor(Date.now() / 1000) + 1000)],
        ["webhook-signature", "v1,AAAA"],
        ["webhook-signature", "v2,AAAA v1a,BBBB"],
      ] as const) {
        const headers = new Headers(genuine.headers);
        headers.set(name, value);
        expect(verifying({ ...genuine, headers })).toBe("bad_signature");
      }
    });

    it("are refused when a header is missing or no header at all", () => {
      for (const name of ["webhook-id", "webhook-timestamp", "webhook-signature"]) {
        const headers = new Headers(genuine.headers);
        headers.delete(name);
        expect(verifying({ ...genuine, headers })).toBe("missing_header");
      }
    });

    it("are refused when stale or from the future, by the door's clock", () => {
      const signedAt = Number(genuine.headers.get("webhook-timestamp")) * 1000;
      const at = (distance: number) => verifying({ ...genuine, receivedAt: signedAt + distance });
      expect([at(0), at(WINDOW_MS), at(-WINDOW_MS)]).toEqual(["accepted", "accepted", "accepted"]);
      expect([at(WINDOW_MS + 1000), at(-WINDOW_MS - 1000)]).toEqual(["stale", "stale"]);
    });

    it("are taken with the old and the new secret while they rotate, and not with a retired one", () => {
      const { rig } = now();
      const old = rig.env[variable] ?? "";
      const next = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
      const rotating = rig.open({}, { [variable]: `${next}, ${old}` });
      expect(verifying(genuine, rotating)).toBe("accepted");
      expect(verifying(sign(genuine.body, next), rotating)).toBe("accepted");
      expect(verifying(genuine, rig.open({}, { [variable]: next }))).toBe("bad_signature");
    });

    it("of a kind we do not know are verified and give nothing", () => {
      const { partner } = now();
      const body = genuine.body.replace("certificate.issued", "invoice.created");
      expect(partner.verifyWebhook(sign(body))).toEqual({
        eventId: "msg_exam",
        eventType: "invoice.created",
      });
      expect(partner.parseWebhook(body)).toEqual([]);
    });

    it("with a hostile body are refused although the signature is right", () => {
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
        genuine.body.replaceAll(/"?certificate\.issued"?/g, `"${"x".repeat(100_000)}"`),
        genuine.body.replaceAll(/"?certificate\.issued"?/g, '["certificate.issued"]'),
        "[".repeat(100_000),
      ];
      for (const body of bodies) expect(verifying(sign(body))).toBe("malformed");
      const facts = [
        genuine.body.replaceAll(new RegExp(`"?${id}"?`, "g"), `"${"x".repeat(100_000)}"`),
        genuine.body.replaceAll(new RegExp(`"?${id}"?`, "g"), '"../admin"'),
        genuine.body.replaceAll(new RegExp(`"?${id}"?`, "g"), "null"),
        genuine.body.replace(/"(\w*[nN]umber)":"[^"]*"/, `"$1":"${"9".repeat(100_000)}"`),
        genuine.body.replace(/"(\w*[nN]umber)":"[^"]*"/, String.raw`"$1":"1\u00002"`),
        genuine.body.replace(/"(\w*[nN]umber)":"[^"]*"/, '"$1":["1"]'),
        genuine.body.replace(/("\w*(?:progress|Percent|percent_complete)":)"?[\d.]+"?/, "$1-1"),
        genuine.body.replace(/("\w*(?:progress|Percent|percent_complete)":)"?[\d.]+"?/, "$11e400"),
        genuine.body.replace(/("\w*(?:progress|Percent|percent_complete)":)"?[\d.]+"?/, '$1"NaN"'),
      ];
      for (const body of facts) {
        expect(body).not.toBe(genuine.body);
        expect(reasonOf(() => partner.parseWebhook(body))).toBe("malformed");
      }
    });
  });
}
