import { nowSeconds, type Account } from "#sandbox/stripe/account.ts";
import { getSession } from "#sandbox/stripe/checkout.ts";

export interface ExpiryClock {
  start(): void;
  stop(): void;
  /** To be called when a session was opened: it may be the next to expire. */
  reset(): void;
}

/** Node's longest timer. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Makes the clock that expires open sessions at their `expires_at`, also those whose time passed while it was stopped. */
export function createExpiryClock(account: Account): ExpiryClock {
  const open = "kind = 'checkout.session' and status = 'open'";
  const due = account.db.prepare(`select id from stripe_objects where ${open} and expires_at <= ?`);
  const next = account.db.prepare(`select min(expires_at) as at from stripe_objects where ${open}`);
  let running = false;
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Infinity;

  function expireDue(): void {
    for (const row of due.all(nowSeconds(account))) getSession(account, String(row["id"]));
    timerAt = Infinity;
    reset();
  }

  function reset(): void {
    const at = next.get()?.["at"];
    if (!running || typeof at !== "number" || at >= timerAt) return;
    clearTimeout(timer);
    timerAt = at;
    timer = setTimeout(expireDue, Math.min(Math.max(0, at * 1000 - account.now()), MAX_TIMER_MS)).unref();
  }

  return {
    start() {
      running = true;
      expireDue();
    },
    stop() {
      running = false;
      clearTimeout(timer);
    },
    reset,
  };
}
