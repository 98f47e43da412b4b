/**
 * The port to background work, with pg-boss behind it: jobs are rows in the same database, so a job
 * starts in the same commit as the fact that asks for it, or not at all.
 */
import { sql } from "kysely";
import { PgBoss, fromKysely } from "pg-boss";
import { afterCommit, type Tx } from "#lib/db/client.ts";
import { logError } from "#lib/logger.ts";
import { jobRuns } from "#lib/metrics.ts";
import { DEAD_JOBS, JOB_NAMES, JOB_RULES, type JobData, type JobName } from "#lib/queue/jobs.ts";
import { Runner, type Task } from "#lib/queue/runner.ts";

/** One job to queue. */
export interface NewJob<N extends JobName> {
  data: JobData[N];
  /** At most one waiting or running job per name and key: queueing it again does nothing. */
  key: string;
  /** Partner slug; limits how many run at once. */
  group?: string;
  startAfterSeconds?: number;
}

export type Tasks = { [N in JobName]: Task<N> };

type Runners = Map<JobName, Pick<Runner<JobName>, "wake" | "stop">>;

/** A job that ran out of tries. */
export interface DeadJob {
  name: string;
  data: unknown;
}

export interface Queue {
  /** Queues jobs in the caller's transaction. Keys that wait or run already are left as they are. */
  enqueue<N extends JobName>(tx: Tx, name: N, jobs: readonly NewJob<N>[]): Promise<void>;
  /** Lets a waiting job start now instead of at its next retry. */
  hurry(tx: Tx, name: JobName, key: string): Promise<void>;
  /** Lets every job of a group that waits for its next try start now. Returns how many. */
  hurryGroup(tx: Tx, group: string): Promise<number>;
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
  const runners: Runners = new Map();
  return {
    async enqueue(tx, name, jobs) {
      if (jobs.length === 0) return;
      await enqueue(boss, tx, name, jobs);
      // Jobs come from workers alone, so the worker that made one knows of it first; others look every half second.
      afterCommit(tx, () => runners.get(name)?.wake());
    },
    hurry: async (tx, name, key) => {
      await boss.update(name, undefined, { singletonKey: key, startAfter: 0, db: fromKysely(tx) });
      afterCommit(tx, () => runners.get(name)?.wake());
    },
    async hurryGroup(tx, group) {
      // pg-boss changes jobs one by one; a partner may keep thousands waiting.
      const { numAffectedRows } = await sql`
        update pgboss.job set start_after = now()
        where name = any (${JOB_NAMES}) and group_id = ${group} and state = 'retry' and start_after > now()`.execute(
        tx,
      );
      afterCommit(tx, () => runners.forEach((runner) => runner.wake()));
      return Number(numAffectedRows ?? 0);
    },
    work: (tasks, onDead) => work(boss, runners, tasks, onDead),
    schedule: (name, cron) => boss.schedule(name, cron, {}, { tz: "UTC" }),
    stop: (seconds) => stop(boss, runners, seconds),
  };
}

async function makeQueues(boss: PgBoss): Promise<void> {
  const known = new Set((await boss.getQueues()).map((queue) => queue.name));
  if (!known.has(DEAD_JOBS))
    await boss.createQueue(DEAD_JOBS, { retryLimit: 10, retryDelay: 5, retryBackoff: true });
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
    };
    // Where the next tick is the retry, a run that ended with its worker is no loss anybody must see.
    const deadLetter = rules.retryLimit > 0 ? { deadLetter: DEAD_JOBS } : {};
    if (known.has(name)) await boss.updateQueue(name, { ...settings, deadLetter: null, ...deadLetter });
    else await boss.createQueue(name, { ...settings, ...deadLetter, policy: "exclusive" });
  }
}

async function enqueue<N extends JobName>(
  boss: PgBoss,
  tx: Tx,
  name: N,
  jobs: readonly NewJob<N>[],
): Promise<void> {
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

async function work(
  boss: PgBoss,
  runners: Runners,
  tasks: Tasks,
  onDead: (job: DeadJob) => Promise<void>,
): Promise<void> {
  for (const name of JOB_NAMES) startRunner(boss, runners, name, tasks);
  await boss.work(DEAD_JOBS, { includeMetadata: true, pollingIntervalSeconds: 5 }, async ([job]) => {
    if (!job) return;
    const name = job.sourceName ?? DEAD_JOBS;
    await onDead({ name, data: job.data });
    jobRuns.inc({ job: name, outcome: "dead" });
  });
}

function startRunner<N extends JobName>(boss: PgBoss, runners: Runners, name: N, tasks: Tasks): void {
  const runner = new Runner<N>(boss, name, JOB_RULES[name], tasks[name]);
  runners.set(name, runner);
  runner.start();
}

async function stop(boss: PgBoss, runners: Runners, seconds: number): Promise<void> {
  await Promise.all([...runners.values()].map((runner) => runner.stop(seconds * 1000)));
  await boss.stop({ graceful: true, timeout: 1000 });
}
