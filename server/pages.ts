/** Next's request handler, loaded when it is first needed: the doors must not wait for it. */
import type { IncomingMessage, ServerResponse } from "node:http";
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

/** Makes the pages of the production build in `dir`. */
export function createPages(dir: string = PROJECT): Pages {
  let loading: Promise<Handler> | null = null;

  function handler(): Promise<Handler> {
    loading ??= loadHandler(dir).catch((error: unknown) => {
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

async function loadHandler(dir: string): Promise<Handler> {
  const { default: next } = await import("next");
  const app = next({ dev: false, dir, quiet: true });
  await app.prepare();
  return app.getRequestHandler();
}
