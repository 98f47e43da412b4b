/** How a call to the outside ended: well, or by what happens next. */
export type CallOutcome = "ok" | "retry" | "rejected" | "action_required" | "misconfigured";

/** One call to a partner, to Stripe or to the mail server, as monitoring sees it. Holds no id, no person and no body. */
export interface OutsideCall {
  /** Slug of the partner, `stripe` or `mail`. */
  partner: string;
  /** The connector's method, or our own word for what was asked. */
  operation: string;
  outcome: CallOutcome;
  /** HTTP or SMTP status, or null when no answer was read. */
  status: number | null;
  ms: number;
}

/** Hears of each call once it has ended. Must not throw. */
export type OnCall = (call: OutsideCall) => void;
