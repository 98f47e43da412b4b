/** A real HTTP server on loopback that keeps what is sent to it. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  path: string;
  type: string | undefined;
  body: string;
}

export interface Receiver {
  /** Without a trailing slash. */
  url: string;
  received: Received[];
  /** What is answered from now on; what is answered with an error was not received. */
  answer: { status: number; headers?: Record<string, string> };
  close(): Promise<void>;
}

/** Starts one that answers 200. */
export async function startReceiver(): Promise<Receiver> {
  const receiver: Receiver = { url: "", received: [], answer: { status: 200 }, close };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { status, headers } = receiver.answer;
    if (status < 300) {
      const body = Buffer.concat(chunks).toString();
      receiver.received.push({ path: request.url ?? "", type: request.headers["content-type"], body });
    }
    response.writeHead(status, headers).end("ok");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return receiver;

  async function close(): Promise<void> {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
}
