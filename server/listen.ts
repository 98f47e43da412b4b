/** Opening and closing an HTTP server of the web process. */
import type http from "node:http";
import type { AddressInfo } from "node:net";

/** The port cannot be had; the message is one sentence for the person at the terminal. */
export class PortError extends Error {
  override readonly name = "PortError";
}

const LOOK_FOR_IDLE_EVERY_MS = 100;

/** Lets a server listen and resolves with its port (0 becomes a free one). Throws PortError. */
export function listen(server: http.Server, host: string, port: number, variable = "PORT"): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explained(error, host, port, variable)));
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Takes no more requests, finishes those that run within `seconds`, then cuts them off. A server that never listened is closed already. */
export async function closeServer(server: http.Server, seconds: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection that becomes idle from now on is not needed any more.
  const idle = setInterval(() => server.closeIdleConnections(), LOOK_FOR_IDLE_EVERY_MS);
  const late = setTimeout(() => server.closeAllConnections(), seconds * 1000);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}

function explained(error: NodeJS.ErrnoException, host: string, port: number, variable: string): Error {
  const sentence = {
    EADDRINUSE: `Port ${port} on ${host} is taken by another program: stop it, or set ${variable} to another number.`,
    EACCES: `Port ${port} may not be opened by this user: set ${variable} to a number above 1023.`,
    EADDRNOTAVAIL: `This machine has no address ${host}: set HOST to one it has.`,
  }[error.code ?? ""];
  return sentence ? new PortError(sentence, { cause: error }) : error;
}
