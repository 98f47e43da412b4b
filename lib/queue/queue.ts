/**
 * The port to background work, with pg-boss behind it: jobs are rows in the same database, so a job
 * starts in the same commit as the fact that asks for it, or not at all.
 */
import { PgBoss, fromKysely, type JobResult, type JobWithMetadata, type WorkOptions } from "pg-boss";
import type { Tx } from "#lib/db/client.ts";
import { logError, logInfo } from "#lib/logger.ts";
import { DEAD_JOBS, JOB_NAMES, JOB_RULES, type JobData, type JobName } from "#lib/queue/jobs.ts";

/** One job to queue. */
export interface NewJob<N extends JobName> {
  data: JobData[N];
  /** At most one waiting or running job per name and key: queueing it again does nothing. */
  key: string;
  /** Partner slug; limits how many run at once. */
  group?: string;
  startAfterSeconds?: number;
}

/** One run of a job, as its task sees it. */
export interface Run<N extends JobName> {
  data: JobData[N];
  jobId: string;
  /** 0 on the first try. */
  attempt: number;
  /** Aborted once another worker holds the job or this one must stop. */
  signal: AbortSignal;
}

/** `done`; or `dead`, which gives up at once. A thrown error is tried again. */
export type Outcome = "done" | { dead: string };

export type Tasks = { [N in JobName]: (run: Run<N>) => Promise<Outcome> };

/** A job that ran out of tries, or gave up. */
export interface DeadJob {
  name: string;
  data: unknown;
}

export interface Queue {
  /** Queues jobs in the caller's transaction. Keys that wait or run already are left as they are. */
  enqueue<N extends JobName>(tx: Tx, name: N, jobs: readonly NewJob<N>[]): Promise<void>;
  /** Lets a waiting job start now instead of at its next retry. */
  hurry(tx: Tx, name: JobName, key: string): Promise<void>;
  /** Starts fetching and running jobs. */
  work(tasks: Tasks, onDead: (job: DeadJob) => Promise<void>): Promise<void>;
  /** Runs a job on a cron schedule, once per tick however many workers there are. */
  schedule(name: JobName, cron: string): Promise<void>;
  /** Waits for running jobs up to `seconds`, then lets go of the rest: another worker runs them again. */
  stop(seconds: number): Promise<void>;
}

/**
 * Connects to the queue in schema pgboss (made by the migrations) and makes sure every queue exists with
 * today's rules. `supervise` looks for jobs of dead workers every few seconds.
 */
export async function openQueue(url: string, options: { supervise: boolean; max?: number }): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: url,
    max: options.max ?? 4,
    application_name: "baton-queue",
    schema: "pgboss",
    migrate: false,
    createSchema: false,
    useListenNotify: options.supervise,
    schedule: options.supervise,
    supervise: options.supervise,
    superviseIntervalSeconds: 3,
    monitorIntervalSeconds: 3,
    cronMonitorIntervalSeconds: 15,
    cronWorkerIntervalSeconds: 5,
    // Rebuilding indexes needs the owner's rights; docs/operations.md says when to do it by hand.
    reindex: false,
    monitorVacuum: false,
  });
  boss.on("error", (error) => logError("[queue] error", error));
  await boss.start();
  await makeQueues(boss);
  return {
    enqueue: (tx, name, jobs) => enqueue(boss, tx, name, jobs),
    hurry: async (tx, name, key) => {
      await boss.update(name, undefined, { singletonKey: key, startAfter: 0, db: fromKysely(tx) });
    },
    work: (tasks, onDead) => work(boss, tasks, onDead),
    schedule: (name, cron) => boss.schedule(name, cron, {}, { tz: "UTC" }),
    stop: (seconds) => boss.stop({ graceful: true, timeout: seconds * 1000 }),
  };
}

async function makeQueues(boss: PgBoss): Promise<void> {
  const known = new Set((await boss.getQueues()).map((queue) => queue.name));
  if (!known.has(DEAD_JOBS))
    await boss.createQueue(DEAD_JOBS, { retryLimit: 10, retryDelay: 5, retryBackoff: true, notify: true });
  for (const name of JOB_NAMES) {
    const rules = JOB_RULES[name];
    const settings = {
      retryLimit: rules.retryLimit,
      retryDelay: rules.retryDelay,
      retryDelayMax: rules.retryDelayMax,
      retryBackoff: true,
      expireInSeconds: rules.expireInSeconds,
      // A worker that dies is noticed after ten seconds without a heartbeat.
      heartbeatSeconds: 10,
      retentionSeconds: 30 * 24 * 3600,
      deleteAfterSeconds: 24 * 3600,
      deadLetter: DEAD_JOBS,
      notify: true,
    };
    if (known.has(name)) await boss.updateQueue(name, settings);
    else await boss.createQueue(name, { ...settings, policy: "exclusive" });
  }
}

async function enqueue<N extends JobName>(
  boss: PgBoss,
  tx: Tx,
  name: N,
  jobs: readonly NewJob<N>[],
): Promise<void> {
  if (jobs.length === 0) return;
  await boss.insert(
    name,
    jobs.map((job) => ({
      data: job.data,
      singletonKey: job.key,
      ...(job.group ? { group: { id: job.group } } : {}),
      ...(job.startAfterSeconds ? { startAfter: job.startAfterSeconds } : {}),
    })),
    { db: fromKysely(tx) },
  );
}

async function work(boss: PgBoss, tasks: Tasks, onDead: (job: DeadJob) => Promise<void>): Promise<void> {
  for (const name of JOB_NAMES) await workOn(boss, name, tasks);
  await boss.work(DEAD_JOBS, { includeMetadata: true, notifyPollingIntervalSeconds: 5 }, async ([job]) => {
    if (job) await onDead({ name: job.sourceName ?? DEAD_JOBS, data: job.data });
  });
}

async function workOn<N extends JobName>(boss: PgBoss, name: N, tasks: Tasks): Promise<void> {
  const rules = JOB_RULES[name];
  await boss.work<JobData[N], unknown, WorkOptions & { includeMetadata: true; perJobResults: true }>(
    name,
    {
      includeMetadata: true,
      perJobResults: true,
      batchSize: rules.batchSize,
      localConcurrency: rules.loops,
      burstWhenBatchFull: true,
      pollingIntervalSeconds: 1,
      notifyPollingIntervalSeconds: 1,
      ...(rules.groupConcurrency ? { groupConcurrency: rules.groupConcurrency } : {}),
    },
    (jobs) => Promise.all(jobs.map((job) => runOne(name, job, tasks[name]))),
  );
}

async function runOne<N extends JobName>(
  name: N,
  job: JobWithMetadata<JobData[N]>,
  task: Tasks[N],
): Promise<JobResult> {
  const startedAt = performance.now();
  const about = { job: name, jobId: job.id, attempt: job.retryCount, ...job.data };
  const ms = () => Math.round(performance.now() - startedAt);
  try {
    const outcome = await task({
      data: job.data,
      jobId: job.id,
      attempt: job.retryCount,
      signal: job.signal,
    });
    const result = outcome === "done" ? "done" : "dead";
    logInfo("[job]", { ...about, outcome: result, ms: ms() });
    return { id: job.id, status: outcome === "done" ? "completed" : "deadletter" };
  } catch (error) {
    logError("[job]", error, { ...about, outcome: "retry", ms: ms() });
    return {
      id: job.id,
      status: "failed",
      output: { error: error instanceof Error ? error.name : "unknown" },
    };
  }
}
