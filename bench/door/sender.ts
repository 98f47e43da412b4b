/**
 * Stripe's side of the door measurement, a process of its own: keeps N connections busy with signed events and
 * reports how many were accepted and how long each took.
 *
 * It shares the processors with what is measured, so it does little: signatures are made beforehand, each
 * connection has one request in memory of which only id and signature change, answers are read into one buffer.
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

interface SignedEvent {
  id: string;
  signature: string;
}

const ACCEPTED = '{"received":true}';
const HEAD_END = "\r\n\r\n";
const ANSWER_BUFFER_BYTES = 16 * 1024;

process.once("message", (order: SendOrder) => {
  void send(order).then((result) => {
    process.send?.(result);
    process.disconnect();
  });
});

async function send(order: SendOrder) {
  const signedAt = Math.floor(Date.now() / 1000);
  const events = signEvents(order, signedAt);
  const took: number[] = [];
  const measureFrom = performance.now() + order.warmUpMs;
  const measureUntil = measureFrom + order.measureMs;
  let accepted = 0;
  const onAccepted = (sentAt: number, answeredAt: number) => {
    accepted++;
    if (answeredAt >= measureFrom && answeredAt < measureUntil) took.push(answeredAt - sentAt);
    return answeredAt < measureUntil;
  };
  const lanes = Array.from({ length: order.connections }, () =>
    keepBusy(order.port, createRequest(order.port, signedAt), events, onAccepted),
  );
  await Promise.all(lanes);
  return { accepted, perSecond: (took.length / order.measureMs) * 1000, ...summarize(took) };
}

function signEvents({ secret, prefix, events }: SendOrder, signedAt: number): SignedEvent[] {
  return Array.from({ length: events }, (_, n) => {
    const id = eventId(prefix, n);
    const mac = createHmac("sha256", secret).update(`${signedAt}.${eventBody(id)}`);
    return { id, signature: mac.digest("hex") };
  });
}

/** One request whose bytes are used again and again: the answer to the last one came, so it is gone from here. */
function createRequest(port: number, signedAt: number): (event: SignedEvent) => Buffer {
  const noId = eventId("", 0);
  const noSignature = "0".repeat(64);
  const body = eventBody(noId);
  const head = [
    "POST /api/stripe/webhook HTTP/1.1",
    `Host: 127.0.0.1:${port}`,
    "Content-Type: application/json; charset=utf-8",
    "User-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    "Accept: */*",
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Stripe-Signature: t=${signedAt},v1=${noSignature}`,
  ].join("\r\n");
  const bytes = Buffer.from(head + HEAD_END + body);
  const [signatureAt, idAt] = [bytes.indexOf(noSignature), bytes.indexOf(noId)];
  return ({ id, signature }) => {
    bytes.write(signature, signatureAt, "latin1");
    bytes.write(id, idAt, "latin1");
    return bytes;
  };
}

/** Sends one request after the other on one connection until `onAccepted` says enough. */
function keepBusy(
  port: number,
  fill: (event: SignedEvent) => Buffer,
  events: SignedEvent[],
  onAccepted: (sentAt: number, answeredAt: number) => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let sentAt = 0;
    let answer = "";
    const read = (length: number, buffer: Uint8Array) => {
      answer += Buffer.from(buffer.buffer, buffer.byteOffset, length).toString("latin1");
      if (!answer.includes(HEAD_END) || !answer.endsWith("}")) return true;
      if (!answer.startsWith("HTTP/1.1 200 ") || !answer.endsWith(ACCEPTED))
        socket.destroy(new Error(`not accepted: ${answer}`));
      else if (onAccepted(sentAt, performance.now())) sendNext();
      else socket.end();
      answer = "";
      return true;
    };
    const socket = net.connect({
      port,
      host: "127.0.0.1",
      noDelay: true,
      onread: { buffer: Buffer.alloc(ANSWER_BUFFER_BYTES), callback: read },
    });
    const sendNext = () => {
      const event = events.pop();
      if (event === undefined) return socket.end();
      sentAt = performance.now();
      return socket.write(fill(event));
    };
    socket.on("connect", sendNext);
    socket.on("error", reject);
    socket.on("close", () => resolve());
  });
}
