/**
 * Stripe's side of the door measurement, a process of its own: keeps N connections busy with signed events and
 * reports how many were accepted and how long each took.
 *
 * Plain sockets and signatures made beforehand: it shares the processors with what is measured.
 */
import { createHmac } from "node:crypto";
import net from "node:net";
import { eventBody, eventId } from "#bench/door/event.ts";
import { summarize } from "#bench/latency.ts";

/** What the parent process asks for. */
export interface SendOrder {
  port: number;
  secret: string;
  /** Makes this order's event ids its own; up to 8 letters. */
  prefix: string;
  connections: number;
  warmUpMs: number;
  measureMs: number;
  /** Requests to sign beforehand; the measurement ends early when they are used up. */
  events: number;
}

const ACCEPTED = '{"received":true}';
const HEAD_END = "\r\n\r\n";

process.once("message", (order: SendOrder) => {
  void send(order).then((result) => {
    process.send?.(result);
    process.disconnect();
  });
});

async function send(order: SendOrder) {
  const next = createRequests(order);
  const took: number[] = [];
  const begin = performance.now();
  const measureFrom = begin + order.warmUpMs;
  const measureUntil = measureFrom + order.measureMs;
  let accepted = 0;
  const onAccepted = (sentAt: number, answeredAt: number) => {
    accepted++;
    if (answeredAt >= measureFrom && answeredAt < measureUntil) took.push(answeredAt - sentAt);
    return answeredAt < measureUntil;
  };
  await Promise.all(Array.from({ length: order.connections }, () => keepBusy(order.port, next, onAccepted)));
  return { accepted, perSecond: (took.length / order.measureMs) * 1000, ...summarize(took) };
}

/** Signs first, so that sending is only putting texts together. Returns null when none is left. */
function createRequests({ port, secret, prefix, events }: SendOrder): () => string | null {
  const signedAt = Math.floor(Date.now() / 1000);
  const signatures: string[] = [];
  for (let n = 0; n < events; n++)
    signatures.push(
      createHmac("sha256", secret)
        .update(`${signedAt}.${eventBody(eventId(prefix, n))}`)
        .digest("hex"),
    );
  const length = Buffer.byteLength(eventBody(eventId(prefix, 0)));
  const head = `POST /api/stripe/webhook HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json; charset=utf-8\r\nUser-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)\r\nAccept: */*\r\nContent-Length: ${length}\r\nStripe-Signature: t=${signedAt},v1=`;
  let n = 0;
  return () => {
    const signature = signatures[n];
    if (signature === undefined) return null;
    return `${head}${signature}${HEAD_END}${eventBody(eventId(prefix, n++))}`;
  };
}

/** Sends one request after the other on one connection until `onAccepted` says enough. */
function keepBusy(
  port: number,
  next: () => string | null,
  onAccepted: (sentAt: number, answeredAt: number) => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: "127.0.0.1", noDelay: true });
    let sentAt = 0;
    let answer = "";
    const sendNext = () => {
      const request = next();
      if (request === null) return socket.end();
      sentAt = performance.now();
      socket.write(request, "latin1");
    };
    socket.setEncoding("latin1");
    socket.on("connect", sendNext);
    socket.on("data", (chunk) => {
      answer += String(chunk);
      if (!answer.includes(HEAD_END) || !answer.endsWith("}")) return;
      if (!answer.startsWith("HTTP/1.1 200 ") || !answer.endsWith(ACCEPTED))
        return void socket.destroy(new Error(`not accepted: ${answer}`));
      answer = "";
      if (onAccepted(sentAt, performance.now())) sendNext();
      else socket.end();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve());
  });
}
