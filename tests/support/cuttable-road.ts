/** A TCP road to the database that can be cut and mended, as a restart or a broken network does. */
import net from "node:net";

export interface CuttableRoad {
  /** The database's address by this road. */
  url: string;
  /** Ends every connection and lets no new one through. */
  cut(): Promise<void>;
  /** Keeps every connection open and carries nothing more over it. */
  stall(): void;
  /** Lets connections through again, at the same address. */
  mend(): Promise<void>;
}

/** Opens a road to the database at `url`. Cut it at the end. */
export async function openCuttableRoad(url: string): Promise<CuttableRoad> {
  const target = new URL(url);
  const open = new Set<net.Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("error", () => undefined).on("close", () => open.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, "127.0.0.1", () => resolve()));
  await listen(0);
  const { port } = server.address() as net.AddressInfo;
  const road = new URL(url);
  road.port = String(port);
  const cut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of open) socket.destroy();
    });
  const stall = () => {
    for (const socket of open) socket.pause();
  };
  return { url: road.href, cut, stall, mend: () => listen(port) };
}
