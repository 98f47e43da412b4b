/**
 * What all processes share about one partner: how many calls a second it allows, and whether it may be asked at all.
 * A port: lib/automation hands in the one behind which every process meets; without it a process keeps its own.
 */

/** Calls wanted or granted, by whether somebody waits for them. */
export interface CallCounts {
  people: number;
  background: number;
}

export interface GateAnswer extends CallCounts {
  /** The partner was given a rest and this one call finds out whether it is well again. */
  isProbe: boolean;
  /** Milliseconds during which nobody else asks the partner, or null while it may be asked. */
  refusedMs: number | null;
  /** Milliseconds until there is more to take, or null when nobody knows. */
  nextMs: number | null;
}

export interface GateKeeper {
  /** Takes up to so many calls of the partner's allowance. Rejects when what is shared cannot be reached. */
  take(partner: string, perSecond: number, wanted: CallCounts): Promise<GateAnswer>;
  /** Gives the partner a rest: nobody asks it for `refuseMs`, then one call does. */
  open(partner: string, refuseMs: number): Promise<void>;
  /** Ends the rest: the partner answered. */
  close(partner: string): Promise<void>;
}

interface Gate {
  tokens: number;
  countedAt: number;
  refuseUntil: number | null;
  isProbed: boolean;
}

const ASK_AGAIN_MS = 250;

/** Makes a keeper for this process alone, for a client without a database: the same rules as the shared one, in memory. */
export function createOwnKeeper(): GateKeeper {
  const gates = new Map<string, Gate>();
  const gateOf = (partner: string): Gate => {
    const known = gates.get(partner);
    if (known) return known;
    const fresh = { tokens: Infinity, countedAt: performance.now(), refuseUntil: null, isProbed: false };
    gates.set(partner, fresh);
    return fresh;
  };
  return {
    take: async (partner, perSecond, wanted) => take(gateOf(partner), perSecond, wanted, performance.now()),
    async open(partner, refuseMs) {
      Object.assign(gateOf(partner), { refuseUntil: performance.now() + refuseMs, isProbed: false });
    },
    async close(partner) {
      Object.assign(gateOf(partner), { refuseUntil: null, isProbed: false });
    },
  };
}

/** A bucket holds a fifth of a second's worth; half of it is for people only. */
function take(gate: Gate, perSecond: number, wanted: CallCounts, now: number): GateAnswer {
  if (gate.refuseUntil !== null) return askWhileOpen(gate, wanted, now);
  const capacity = Math.max(2, perSecond * 0.2);
  const elapsed = (now - gate.countedAt) / 1000;
  const available = Math.min(capacity, gate.tokens + perSecond * elapsed);
  const people = Math.min(wanted.people, Math.floor(available));
  const spare = Math.floor(available - people - capacity / 2);
  const background = Math.max(0, Math.min(wanted.background, spare));
  gate.tokens = available - people - background;
  gate.countedAt = now;
  const needed = 1 + (people < wanted.people ? 0 : capacity / 2) - gate.tokens;
  const nextMs = Math.ceil((1000 * Math.max(0, needed)) / perSecond);
  return { people, background, isProbe: false, refusedMs: null, nextMs };
}

function askWhileOpen(gate: Gate, wanted: CallCounts, now: number): GateAnswer {
  const none = { people: 0, background: 0, isProbe: false, nextMs: null };
  const restMs = (gate.refuseUntil ?? now) - now;
  if (restMs > 0) return { ...none, refusedMs: restMs };
  if (gate.isProbed) return { ...none, refusedMs: ASK_AGAIN_MS };
  gate.isProbed = true;
  const probe = wanted.people > 0 ? { people: 1 } : { background: 1 };
  return { ...none, ...probe, isProbe: true, refusedMs: ASK_AGAIN_MS };
}
