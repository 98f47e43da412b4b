/** Signs deliveries in a partner's name, with whatever secret, under both schemes. */
import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { PartnerDescriptor, WebhookDelivery } from "#lib/partners/base.ts";

export interface Forger {
  /** Names of the headers a delivery must have. */
  headers: readonly string[];
  /** The one that holds the time. */
  timeHeader: string;
  /** Signs a body as somebody with `secret` would, now unless told when. */
  sign(body: string, secret: string, id?: string, at?: Date): WebhookDelivery;
  /** Headers of a genuine delivery with something wrong about them, each of which must make it a forgery. */
  tampered(genuine: Headers, secret: string, body: string): [header: string, value: string][];
  /** A secret of the scheme that no partner has. */
  freshSecret: string;
}

/** Knows how deliveries of this partner are signed. */
export function forgerOf({ slug, webhookScheme }: PartnerDescriptor): Forger {
  return webhookScheme === "standard" ? standard : hmacHex(slug);
}

const standard: Forger = {
  headers: ["webhook-id", "webhook-timestamp", "webhook-signature"],
  timeHeader: "webhook-timestamp",
  freshSecret: `whsec_${Buffer.alloc(24, 7).toString("base64")}`,
  sign(body, secret, id = "msg_exam", at = new Date()) {
    const headers = new Headers({
      "webhook-id": id,
      "webhook-timestamp": secondsOf(at),
      "webhook-signature": new Webhook(secret).sign(id, at, body),
    });
    return { headers, body, receivedAt: at.getTime() };
  },
  tampered: (genuine) => [
    ["webhook-id", "msg_other"],
    ["webhook-timestamp", secondsOf(new Date(Date.now() + 1_000_000))],
    ["webhook-signature", "v1,AAAA"],
    ["webhook-signature", "v2,AAAA v1a,BBBB"],
    ["webhook-signature", (genuine.get("webhook-signature") ?? "").replace("v1,", "v1a,")],
    ["webhook-signature", (genuine.get("webhook-signature") ?? "").replace("v1,", "sha256=")],
  ],
};

function hmacHex(slug: string): Forger {
  const [timeHeader, signature] = [`x-${slug}-timestamp`, `x-${slug}-signature`];
  const mac = (text: string, secret: string, algorithm = "sha256") =>
    createHmac(algorithm, secret).update(text).digest("hex");
  return {
    headers: [timeHeader, signature],
    timeHeader,
    freshSecret: "a-secret-no-partner-has",
    sign(body, secret, _id, at = new Date()) {
      const headers = new Headers({
        [timeHeader]: secondsOf(at),
        [signature]: `sha256=${mac(`${secondsOf(at)}.${body}`, secret)}`,
      });
      return { headers, body, receivedAt: at.getTime() };
    },
    tampered(genuine, secret, body) {
      const text = `${genuine.get(timeHeader)}.${body}`;
      return [
        [timeHeader, secondsOf(new Date(Date.now() + 1_000_000))],
        [signature, "sha256=AAAA"],
        [signature, `sha1=${mac(text, secret, "sha1")}`],
        [signature, `sha256=${mac(text, secret, "sha1")}`],
        [signature, `sha512=${mac(text, secret, "sha512")}`],
        [signature, `sha256=${mac(body, secret)}`],
        [signature, mac(text, secret)],
        [signature, (genuine.get(signature) ?? "").replace("sha256=", "v1,")],
      ];
    },
  };
}

function secondsOf(moment: Date): string {
  return String(Math.floor(moment.getTime() / 1000));
}
