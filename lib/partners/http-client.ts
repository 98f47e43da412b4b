/** One HTTP client per partner over a keep-alive pool. Knows nothing of any partner's format. */
import { BulkheadRejectedError, TaskCancelledError } from "cockatiel";
import { Agent, fetch, type Response } from "undici";
import type { z } from "zod";
import type { CallOutcome, OnCall } from "#lib/domain/outside-call.ts";
import { PartnerAPIError } from "#lib/partners/base.ts";
import { CallGate, GateClosedError } from "#lib/partners/call-gate.ts";
import { createOwnKeeper, type GateKeeper } from "#lib/partners/gate-keeper.ts";
import {
  notUnderstood,
  readAnswer,
  readJson,
  type CallName,
  type Refusal,
} from "#lib/partners/http-answer.ts";
import { DEFAULT_LIMITS, callPolicy, type CallLimits, type RunCall } from "#lib/partners/http-policy.ts";

const KEEP_ALIVE_MS = 10_000;
/** Requests per second that no partner reaches. */
const UNLIMITED = 100_000;
const SEGMENT = /^\w[\w.:~-]{0,127}$/;

export interface PartnerHttpOptions extends Partial<CallLimits> {
  /** Hears of every try: each is one HTTP exchange. */
  onCall?: OnCall;
  /** Calls per second over all processes that share `keeper`; without it as many as there are slots for. */
  requestsPerSecond?: number;
  /** Where all processes meet; without it this client keeps count alone. */
  keeper?: GateKeeper;
}

export interface PartnerHttpSetup {
  partner: string;
  /** Without a trailing slash. */
  baseUrl: string;
  headers: Readonly<Record<string, string>>;
  /** Calls in flight at once in this process. */
  concurrency: number;
  /** Reads the partner's error body; null leaves the kind to the status. */
  refusalOf: (status: number, body: unknown) => Refusal | null;
  options?: PartnerHttpOptions;
}

export interface PartnerCall<T> {
  operation: string;
  method: "GET" | "POST" | "DELETE";
  /** Path segments below the base address; checked one by one, so that no id climbs out of its place. */
  path: readonly string[];
  query?: Readonly<Record<string, string>>;
  body?: unknown;
  /** Idempotency key, sent as `Idempotency-Key`, the same on each try. */
  key?: string;
  answer: z.ZodType<T>;
  /** False when the answer is about something we did not ask for, which is refused. */
  isAbout?: (answer: T) => boolean;
}

/** The part of a call that is sent. */
type SentCall = Omit<PartnerCall<unknown>, "answer" | "isAbout">;

/** Calls one partner. Every failure is a PartnerAPIError that holds no personal data, body or query. */
export class PartnerHttpClient {
  readonly #setup: PartnerHttpSetup;
  readonly #limits: CallLimits & PartnerHttpOptions;
  readonly #agent: Agent;
  readonly #run: RunCall;

  constructor(setup: PartnerHttpSetup) {
    this.#setup = setup;
    this.#limits = { ...DEFAULT_LIMITS, ...setup.options };
    this.#agent = new Agent({ connections: setup.concurrency, keepAliveTimeout: KEEP_ALIVE_MS });
    this.#run = callPolicy(this.#limits, setup.concurrency, this.#openGate(setup));
  }

  #openGate({ partner }: PartnerHttpSetup): CallGate {
    const { keeper = createOwnKeeper(), requestsPerSecond = UNLIMITED, breaker } = this.#limits;
    return new CallGate({ partner, requestsPerSecond, keeper, breaker });
  }

  /** Sends a call and returns the parsed answer. A second send with the same key has the effect of one. */
  async send<T>(call: PartnerCall<T>): Promise<T> {
    return this.#call(call, (response, name) => this.#read(call, response, name));
  }

  /** Like `send`, but a 404 of the partner's API itself (JSON, not a stray web page) is null. */
  async find<T>(call: PartnerCall<T>): Promise<T | null> {
    return this.#call(call, async (response, name) => {
      if (response.status !== 404) return this.#read(call, response, name);
      await readJson(response, name);
      return null;
    });
  }

  async #read<T>(call: PartnerCall<T>, response: Response, name: CallName): Promise<T> {
    const answer = await readAnswer(response, call.answer, name, this.#setup.refusalOf);
    if (call.isAbout?.(answer) === false) throw notUnderstood(name, response.status, "about something else");
    return answer;
  }

  async #call<A>(call: SentCall, read: (response: Response, name: CallName) => Promise<A>): Promise<A> {
    const name = { partner: this.#setup.partner, operation: call.operation };
    const url = addressOf(this.#setup.baseUrl, call, name);
    try {
      return await this.#run((signal) => this.#try(call, url, signal, (response) => read(response, name)));
    } catch (error) {
      throw this.#asPartnerError(error, name);
    }
  }

  async #try<A>(
    call: SentCall,
    url: string,
    signal: AbortSignal,
    read: (response: Response) => Promise<A>,
  ): Promise<A> {
    const name = { partner: this.#setup.partner, operation: call.operation };
    const startedAt = performance.now();
    const report = (outcome: CallOutcome, status: number | null) =>
      this.#limits.onCall?.({ ...name, outcome, status, ms: performance.now() - startedAt });
    try {
      const response = await this.#fetch(call, url, signal);
      const answer = await read(response);
      report("ok", response.status);
      return answer;
    } catch (error) {
      const failure = this.#asPartnerError(error, name);
      report(failure.kind, failure.status);
      throw failure;
    }
  }

  #fetch(call: SentCall, url: string, signal: AbortSignal): Promise<Response> {
    const hasBody = call.body !== undefined;
    return fetch(url, {
      method: call.method,
      redirect: "manual",
      dispatcher: this.#agent,
      signal,
      headers: {
        accept: "application/json",
        "user-agent": "Baton",
        ...this.#setup.headers,
        ...(hasBody ? { "content-type": "application/json" } : {}),
        ...(call.key === undefined ? {} : { "idempotency-key": call.key }),
      },
      ...(hasBody ? { body: JSON.stringify(call.body) } : {}),
    });
  }

  /** Our own mistakes (not a PartnerAPIError, not the network) are thrown as they are. */
  #asPartnerError(error: unknown, name: CallName): PartnerAPIError {
    if (error instanceof PartnerAPIError) return error;
    if (error instanceof GateClosedError) {
      return new PartnerAPIError("retry", {
        ...name,
        message: `not asked, ${error.message}`,
        retryAfterSeconds: Math.ceil(error.restMs / 1000),
      });
    }
    const message = troubleOf(error);
    if (message === null) throw error;
    return new PartnerAPIError("retry", { ...name, message });
  }
}

function addressOf(baseUrl: string, call: SentCall, name: CallName): string {
  if (!call.path.every((segment) => SEGMENT.test(segment))) {
    throw new PartnerAPIError("rejected", { ...name, message: "an id cannot be part of an address" });
  }
  const query = new URLSearchParams(call.query).toString();
  return `${baseUrl}/${call.path.join("/")}${query && `?${query}`}`;
}

/** What kept us from an answer, or null when the error is a mistake of our own. */
function troubleOf(error: unknown): string | null {
  if (error instanceof BulkheadRejectedError) return "not asked, too many calls are waiting";
  if (error instanceof TaskCancelledError) return "no answer in time";
  if (!(error instanceof Error)) return null;
  if (error.name === "AbortError") return "no answer in time";
  const { code } = (error.cause instanceof Error ? error.cause : error) as { code?: unknown };
  if (typeof code === "string") return `connection failed (${code})`;
  const isFetchFailure = error.message === "fetch failed" || error.message === "terminated";
  return error instanceof TypeError && isFetchFailure ? "connection failed" : null;
}
