/**
 * Runs the jobs of one queue: fetches as many as there is room for, runs them side by side, and settles them in
 * groups. A slow job holds up no other: its place alone stays taken.
 */
import type { PgBoss } from "pg-boss";
import { logError, logInfo } from "#lib/logger.ts";
import { jobRuns } from "#lib/metrics.ts";
import type { JobData, JobName, JobRules } from "#lib/queue/jobs.ts";

/** One run of a job, as its task sees it. */
export interface Run<N extends JobName> {
  data: JobData[N];
  jobId: string;
  /** 0 on the first try. */
  attempt: number;
  /** Aborted once another worker holds the job. */
  signal: AbortSignal;
  /** Aborted once this worker is asked to stop: a task that can end early does. */
  stopping: AbortSignal;
}

/** Does the work. Returning means done; a thrown error is tried again later. */
export type Task<N extends JobName> = (run: Run<N>) => Promise<void>;

/** Half of what a job may go without a sign of life; see heartbeatSeconds in queue.ts. */
const HEARTBEAT_MS = 4_000;

/** One claim on a job: settling it does nothing once another worker holds a later one. */
interface JobAttempt {
  id: string;
  retryCount: number;
}

interface Running {
  attempt: JobAttempt;
  lost: AbortController;
}

export class Runner<N extends JobName> {
  readonly #boss: PgBoss;
  readonly #name: N;
  readonly #rules: JobRules;
  readonly #task: Task<N>;
  readonly #running = new Map<string, Running>();
  #done: JobAttempt[] = [];
  #failed: { attempt: JobAttempt; error: string }[] = [];
  #settling: Promise<void> | null = null;
  #wakeUp: (() => void) | null = null;
  #woken = false;
  /** The last answer was full: more may wait than there was room for. */
  #more = false;
  readonly #stop = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  #heartbeat: NodeJS.Timeout | null = null;

  constructor(boss: PgBoss, name: N, rules: JobRules, task: Task<N>) {
    this.#boss = boss;
    this.#name = name;
    this.#rules = rules;
    this.#task = task;
  }

  start(): void {
    this.#heartbeat = setInterval(() => void this.#signOfLife(), HEARTBEAT_MS);
    this.#loop = this.#fetchUntilStopped();
  }

  /** There is, or may be, something to fetch. */
  wake(): void {
    this.#woken = true;
    this.#wakeUp?.();
  }

  /** Fetches nothing more and waits up to `ms` for what runs; the rest is given back to be run again elsewhere. */
  async stop(ms: number): Promise<void> {
    this.#stop.abort();
    this.wake();
    await this.#loop;
    const deadline = Date.now() + ms;
    while (this.#running.size > 0 && Date.now() < deadline) {
      this.#woken = false;
      await this.#untilWoken(100);
    }
    if (this.#heartbeat) clearInterval(this.#heartbeat);
    for (const { attempt, lost } of this.#running.values()) {
      lost.abort(new Error("the worker stops"));
      this.#failed.push({ attempt, error: "the worker stopped" });
    }
    await this.#settle();
  }

  async #fetchUntilStopped(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#woken = false;
      const room = this.#rules.atOnce - this.#running.size;
      this.#more = room > 0 ? (await this.#fetch(room)) === room : true;
      await this.#untilWoken(this.#rules.pollMs);
    }
  }

  async #fetch(room: number): Promise<number> {
    try {
      const jobs = await this.#boss.fetch<JobData[N]>(this.#name, {
        batchSize: room,
        ...(this.#rules.groupConcurrency ? { groupConcurrency: this.#rules.groupConcurrency } : {}),
      });
      for (const job of jobs) void this.#run(job);
      return jobs.length;
    } catch (error) {
      logError("[queue] fetch", error, { job: this.#name });
      return 0;
    }
  }

  async #run(job: { id: string; data: JobData[N]; retryCount: number }): Promise<void> {
    const startedAt = performance.now();
    const attempt = { id: job.id, retryCount: job.retryCount };
    const lost = new AbortController();
    this.#running.set(job.id, { attempt, lost });
    const about = { job: this.#name, jobId: job.id, attempt: job.retryCount, ...job.data };
    const ms = () => Math.round(performance.now() - startedAt);
    try {
      await this.#task({
        data: job.data,
        jobId: job.id,
        attempt: job.retryCount,
        signal: lost.signal,
        stopping: this.#stop.signal,
      });
      logInfo("[job]", { ...about, outcome: "done", ms: ms() });
      jobRuns.inc({ job: this.#name, outcome: "done" });
      this.#done.push(attempt);
    } catch (error) {
      logError("[job]", error, { ...about, outcome: "retry", ms: ms() });
      jobRuns.inc({ job: this.#name, outcome: "retry" });
      this.#failed.push({ attempt, error: error instanceof Error ? error.name : "unknown" });
    }
    this.#running.delete(job.id);
    void this.#settle();
    const room = this.#rules.atOnce - this.#running.size;
    // One statement for many places rather than one for each.
    if (this.#stop.signal.aborted || (this.#more && room >= this.#rules.atOnce / 4)) this.wake();
  }

  /** Tells the queue what ended; everything that ends meanwhile goes with the next statement. */
  #settle(): Promise<void> {
    this.#settling ??= this.#settleAll().finally(() => (this.#settling = null));
    return this.#settling;
  }

  async #settleAll(): Promise<void> {
    while (this.#done.length + this.#failed.length > 0) {
      const done = this.#done.splice(0);
      const failed = this.#failed.splice(0);
      try {
        if (done.length > 0) await this.#boss.complete(this.#name, done);
        for (const { attempt, error } of failed) await this.#boss.fail(this.#name, attempt, { error });
      } catch (error) {
        // Not settled means run again after the heartbeat: every task is safe to repeat.
        logError("[queue] settle", error, { job: this.#name, count: done.length + failed.length });
      }
    }
  }

  /** Keeps our claims; a job that is not ours any more is told so. */
  async #signOfLife(): Promise<void> {
    const held = [...this.#running.values()];
    if (held.length === 0) return;
    try {
      // pg-boss answers with the claims it refreshed, which its types leave out.
      const answer: { settled?: string[] } = await this.#boss.touch(
        this.#name,
        held.map(({ attempt }) => attempt),
      );
      const ours = new Set(answer.settled ?? held.map(({ attempt }) => attempt.id));
      for (const { attempt, lost } of held)
        if (!ours.has(attempt.id)) lost.abort(new Error("another worker holds this job"));
    } catch (error) {
      logError("[queue] heartbeat", error, { job: this.#name });
    }
  }

  #untilWoken(ms: number): Promise<void> {
    if (this.#woken) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
