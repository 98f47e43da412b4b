/** Whether somebody waits for a partner call. Carried beside the call, so that no connector has to hand it on. */
import { AsyncLocalStorage } from "node:async_hooks";

/** `people`: a student or an admin waits. `background`: nobody does, so it stands back. */
export type CallPriority = "people" | "background";

const priority = new AsyncLocalStorage<CallPriority>();

/**
 * Runs `work`; every partner call it makes, however deep, leaves the partner's reserve to calls somebody waits for.
 * Returns what `work` returns.
 */
export function runInBackground<T>(work: () => T): T {
  return priority.run("background", work);
}

/** The priority of a call made here: `people` unless inside `runInBackground`. */
export function callPriority(): CallPriority {
  return priority.getStore() ?? "people";
}
