/**
 * Where the calls of this process to one partner wait for their turn. It takes the allowance of all processes in lots,
 * a few a second, and hands it out: to people first. It counts failures and gives a sick partner a rest.
 */
import { CircuitState, CountBreaker } from "cockatiel";
import { logWarn } from "#lib/logger.ts";
import type { CallPriority } from "#lib/partners/call-priority.ts";
import type { CallCounts, GateAnswer, GateKeeper } from "#lib/partners/gate-keeper.ts";

/** Between two questions to the keeper while calls wait for their turn. */
const ASK_EVERY_MS = 50;
/** What was taken and not used by then is lost: hoarded calls would be more than the rate when they are spent at once. */
const KEEP_MS = 100;
/** When what is shared cannot be reached. Calls wait meanwhile, up to their own deadline. */
const ASK_AGAIN_MS = 250;
const TELL_TROUBLE_EVERY_MS = 60_000;
const SICK_SHARE = 0.5;

export interface GateSetup {
  partner: string;
  /** Calls per second over all processes. */
  requestsPerSecond: number;
  keeper: GateKeeper;
  /** Opens when over half of the last `size` calls failed, of `minimumCalls` at least, for `halfOpenAfterMs`. */
  breaker: { size: number; minimumCalls: number; halfOpenAfterMs: number };
}

/** The partner is not asked now; `restMs` says when it will be. */
export class GateClosedError extends Error {
  override readonly name = "GateClosedError";
  readonly restMs: number;

  constructor(restMs: number) {
    super("too many calls failed lately");
    this.restMs = restMs;
  }
}

/** Leave for one call. */
export interface Pass {
  /** Says how the call ended: `sick` when the partner, not the call, was at fault. */
  ended(isSick: boolean): void;
}

interface Waiter {
  enter: (pass: Pass) => void;
  refuse: (error: GateClosedError) => void;
}

export class CallGate {
  readonly #setup: GateSetup;
  readonly #health: CountBreaker;
  readonly #waiting: Record<CallPriority, Set<Waiter>> = { people: new Set(), background: new Set() };
  #held: CallCounts = { people: 0, background: 0 };
  #heldUntil = 0;
  #refusedUntil = 0;
  #asking = false;
  #wake: () => void = () => undefined;
  #use = { tenth: 0, now: 0, before: 0 };
  #toldTroubleAt = -Infinity;

  constructor(setup: GateSetup) {
    const { size, minimumCalls } = setup.breaker;
    this.#setup = setup;
    this.#health = new CountBreaker({ threshold: SICK_SHARE, size, minimumNumberOfCalls: minimumCalls });
  }

  /** Waits for leave to make one call. Rejects with GateClosedError at once while the partner rests, with the signal's reason when it aborts. */
  async pass(priority: CallPriority, signal: AbortSignal): Promise<Pass> {
    signal.throwIfAborted();
    const restMs = this.#refusedUntil - performance.now();
    if (restMs > 0) throw new GateClosedError(restMs);
    const { promise, resolve, reject } = Promise.withResolvers<Pass>();
    const waiter: Waiter = { enter: resolve, refuse: reject };
    const queue = this.#waiting[priority];
    const leave = () => {
      queue.delete(waiter);
      reject(signal.reason);
    };
    queue.add(waiter);
    signal.addEventListener("abort", leave, { once: true });
    this.#handOut();
    if (!this.#asking) void this.#askWhileWaiting();
    // The first person who waits does not wait for the background's turn.
    else if (priority === "people" && queue.size === 1) this.#wake();
    return promise.finally(() => signal.removeEventListener("abort", leave));
  }

  async #askWhileWaiting(): Promise<void> {
    this.#asking = true;
    await Promise.resolve(); // calls that start together ask together
    while (this.#isWaitedFor()) {
      const pauseMs = await this.#ask();
      if (this.#isWaitedFor()) await this.#pause(pauseMs);
    }
    this.#asking = false;
  }

  #isWaitedFor(): boolean {
    return this.#waiting.people.size + this.#waiting.background.size > 0;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Asks once; returns how long to wait before asking again. */
  async #ask(): Promise<number> {
    const { keeper, partner, requestsPerSecond } = this.#setup;
    try {
      const wanted = this.#wanted();
      const answer = await keeper.take(partner, requestsPerSecond, wanted);
      if (answer.refusedMs !== null) return this.#rest(answer, answer.refusedMs);
      this.#hold(answer);
      this.#handOut();
      // Whoever still waits waits for the allowance, or only for the next lot.
      const isShort =
        answer.people < wanted.people ||
        (answer.background < wanted.background && this.#waiting.people.size === 0);
      return isShort ? Math.max(ASK_EVERY_MS, answer.nextMs ?? 0) : ASK_EVERY_MS;
    } catch (error) {
      this.#tellTrouble(error);
      return ASK_AGAIN_MS;
    }
  }

  /** As many as wait, and beyond them as many as a tenth of a second used lately; never more than a tenth of a second allows. */
  #wanted(): CallCounts {
    const lot = Math.max(1, Math.ceil(this.#setup.requestsPerSecond * (KEEP_MS / 1000)));
    const { people, background } = this.#waiting;
    const ahead = this.#usedLately();
    if (people.size > 0)
      return {
        people: Math.min(lot, Math.max(people.size, ahead)),
        background: Math.min(lot, background.size),
      };
    return { people: 0, background: Math.min(lot, Math.max(background.size, ahead)) };
  }

  #hold({ people, background }: CallCounts): void {
    const kept = performance.now() < this.#heldUntil ? this.#held : { people: 0, background: 0 };
    this.#held = { people: kept.people + people, background: kept.background + background };
    this.#heldUntil = performance.now() + KEEP_MS;
  }

  #handOut(): void {
    if (performance.now() >= this.#heldUntil) return;
    for (const waiter of this.#waiting.people) {
      const from = this.#held.people > 0 ? "people" : "background";
      if (this.#held[from] === 0) break;
      this.#enter("people", waiter, from);
    }
    for (const waiter of this.#waiting.background) {
      if (this.#held.background === 0) break;
      this.#enter("background", waiter, "background");
    }
  }

  #enter(queue: CallPriority, waiter: Waiter, from: CallPriority): void {
    this.#held[from] -= 1;
    this.#waiting[queue].delete(waiter);
    this.#countUse();
    waiter.enter({ ended: (isSick) => this.#ended(isSick) });
  }

  #countUse(): void {
    const tenth = Math.floor(performance.now() / KEEP_MS);
    const { tenth: last, now } = this.#use;
    if (tenth !== last) this.#use = { tenth, now: 0, before: tenth === last + 1 ? now : 0 };
    this.#use.now += 1;
  }

  #usedLately(): number {
    const age = Math.floor(performance.now() / KEEP_MS) - this.#use.tenth;
    return age > 1 ? 0 : Math.max(this.#use.now, this.#use.before);
  }

  /** The partner rests: everybody who waits is refused, but for the one that finds out. */
  #rest(answer: GateAnswer, refusedMs: number): number {
    this.#refusedUntil = performance.now() + refusedMs;
    const [first] = [...this.#waiting.people, ...this.#waiting.background];
    for (const queue of Object.values(this.#waiting)) {
      for (const waiter of queue) {
        if (answer.isProbe && waiter === first) waiter.enter({ ended: (isSick) => this.#probed(isSick) });
        else waiter.refuse(new GateClosedError(refusedMs));
      }
      queue.clear();
    }
    this.#held = { people: 0, background: 0 };
    return 0;
  }

  #ended(isSick: boolean): void {
    if (performance.now() < this.#refusedUntil) return; // began before the rest
    if (!isSick) this.#health.success(CircuitState.Closed);
    else if (this.#health.failure(CircuitState.Closed)) this.#open();
  }

  #probed(isSick: boolean): void {
    if (isSick) return this.#open();
    this.#forget();
    this.#refusedUntil = 0;
    logWarn("[partnerBreaker]", { partner: this.#setup.partner, outcome: "closed" });
    void this.#setup.keeper.close(this.#setup.partner).catch((error: unknown) => this.#tellTrouble(error));
  }

  #open(): void {
    const { keeper, partner, breaker } = this.#setup;
    this.#forget();
    this.#refusedUntil = performance.now() + breaker.halfOpenAfterMs;
    logWarn("[partnerBreaker]", { partner, outcome: "open" });
    void keeper.open(partner, breaker.halfOpenAfterMs).catch((error: unknown) => this.#tellTrouble(error));
  }

  /** What was counted before the rest says nothing about after it. */
  #forget(): void {
    this.#health.success(CircuitState.HalfOpen);
  }

  #tellTrouble(error: unknown): void {
    if (performance.now() - this.#toldTroubleAt < TELL_TROUBLE_EVERY_MS) return;
    this.#toldTroubleAt = performance.now();
    logWarn("[partnerGate]", {
      partner: this.#setup.partner,
      outcome: "unreachable",
      errorName: error instanceof Error ? error.name : typeof error,
    });
  }
}
