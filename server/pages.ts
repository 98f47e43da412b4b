/** Next's request handler, loaded when it is first needed: the doors must not wait for it. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

export interface Pages {
  /** Answers one request. Throws when there is no build, or the load failed; the next call tries again. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Loads the handler so that the first visitor does not wait for it. Throws like `handle`. */
  load(): Promise<void>;
}

/** The project's own folder, where `.next` is. */
const PROJECT = path.resolve(import.meta.dirname, "..");

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Makes the pages of the production build in `dir`. `address` is where the server listens, asked when they are loaded. */
export function createPages(address: () => AddressInfo, dir: string = PROJECT): Pages {
  let loading: Promise<Handler> | null = null;

  function handler(): Promise<Handler> {
    loading ??= loadHandler(dir, address()).catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  }

  return {
    handle: async (request, response) => (await handler())(request, response),
    load: async () => void (await handler()),
  };
}

/**
 * Next passes an action that was sent to the wrong page on to the right one by HTTP. Unless told where it listens it
 * would send it, cookies included, to whatever runs on port 3000 of this machine.
 */
async function loadHandler(dir: string, { address, family, port }: AddressInfo): Promise<Handler> {
  const { default: next } = await import("next");
  const isEverywhere = address === "::" || address === "0.0.0.0";
  const hostname = isEverywhere ? "localhost" : family === "IPv6" ? `[${address}]` : address;
  const app = next({ dev: false, dir, quiet: true, hostname, port });
  await app.prepare();
  return app.getRequestHandler();
}
