/** Keeps calling the relay: woken by a door's commit, and once a second in case the wake-up got lost. */
import pg from "pg";
import { INBOX_CHANNEL } from "#lib/inbox/wake-relay.ts";
import { logError } from "#lib/logger.ts";

const POLL_MS = 1000;
const RECONNECT_MS = 1000;

export interface RelayLoop {
  /** Stops after the round that runs now. */
  stop(): Promise<void>;
}

/**
 * Starts calling `relay` one round at a time. An error of a round is logged and the next round goes on; a lost
 * listening connection is opened again while polling continues.
 */
export function startRelayLoop(url: string, relay: () => Promise<void>): RelayLoop {
  const loop = new Loop(relay);
  const listener = new Listener(url, () => loop.wake());
  void loop.run();
  void listener.connect();
  return {
    async stop() {
      await Promise.all([loop.stop(), listener.stop()]);
    },
  };
}

class Loop {
  #relay: () => Promise<void>;
  #stopped = false;
  #woken = false;
  #wakeUp: (() => void) | null = null;
  #finished: Promise<void> = Promise.resolve();

  constructor(relay: () => Promise<void>) {
    this.#relay = relay;
  }

  wake(): void {
    this.#woken = true;
    this.#wakeUp?.();
  }

  run(): Promise<void> {
    this.#finished = this.#rounds();
    return this.#finished;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.wake();
    await this.#finished;
  }

  async #rounds(): Promise<void> {
    while (!this.#stopped) {
      this.#woken = false;
      await this.#relay().catch((error: unknown) => logError("[relay] error", error));
      if (!this.#woken) await this.#untilWokenOr(POLL_MS);
    }
  }

  #untilWokenOr(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

class Listener {
  #url: string;
  #onNews: () => void;
  #client: pg.Client | null = null;
  #retry: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(url: string, onNews: () => void) {
    this.#url = url;
    this.#onNews = onNews;
  }

  async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: "baton-relay",
      keepAlive: true,
    });
    client.on("notification", this.#onNews);
    client.on("error", () => {});
    client.on("end", () => this.#again());
    try {
      await client.connect();
      await client.query(`listen ${INBOX_CHANNEL}`);
      this.#client = client;
      if (this.#stopped) await client.end();
    } catch {
      await client.end().catch(() => {});
      this.#again();
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#retry) clearTimeout(this.#retry);
    await this.#client?.end();
  }

  #again(): void {
    this.#client = null;
    if (this.#stopped || this.#retry) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      void this.connect();
    }, RECONNECT_MS);
  }
}
