/**
 * One part of the sandbox (the Stripe double, the partners): its routes and its background work over
 * a shared SQLite file, so that what an outside party knows survives a restart just as it would outside.
 */
import type { DatabaseSync } from "node:sqlite";

export interface SandboxContext {
  /** Open SQLite database; each part owns the tables with its own prefix. */
  db: DatabaseSync;
  /** Address the sandbox is reached at, without a trailing slash. */
  baseUrl: string;
  /** Address of Baton: webhooks go to its doors, browsers return to its pages. */
  appUrl: string;
  env: Readonly<Record<string, string | undefined>>;
}

export interface SandboxPart {
  /** Answers a request of this part, or null when the path is not its own. */
  handle(request: Request): Promise<Response | null>;
  /** Starts background work (webhook delivery). Called once. */
  start(): void;
  /** Stops it; resolves once nothing is in flight. */
  stop(): Promise<void>;
}
