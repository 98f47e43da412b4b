/** A line between a connector and its partner that counts what comes through. It knows nothing of HTTP. */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { Transform, pipeline } from "node:stream";

export interface Meter {
  url: string;
  /** Bytes of the partner that were taken from the line so far. */
  bytesSent(): number;
  stop(): void;
}

/** Lays a line to `target`, with its back pressure: what is not taken is not sent. */
export async function startMeter(target: string): Promise<Meter> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let sent = 0;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) sockets.add(socket.on("close", () => sockets.delete(socket)));
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        sent += chunk.length;
        done(null, chunk);
      },
    });
    // Either end may leave at any moment; then both are closed.
    pipeline(near, far, () => undefined);
    pipeline(far, count, near, () => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytesSent: () => sent,
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
