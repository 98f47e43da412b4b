/** Every kind of background work: what it carries, and how it is retried. The functions that do it are in lib/automation/tasks.ts. */

/** Job name → what it carries. Ids only: the row is read when the job runs. */
export interface JobData {
  "handle-stripe-event": { inboxId: string };
  "handle-partner-event": { inboxId: string };
  "handle-admin-act": { inboxId: string };
  "settle-order": { orderId: string };
  "settle-checkout": { sessionId: string };
  "enroll-step": { stepId: string };
  "issue-certificate": { enrollmentId: string };
  "send-mail": { mailId: string };
  "sync-partner-enrollment": { partnerEnrollmentId: string };
  sweep: Record<string, never>;
  "sync-active-partner-enrollments": Record<string, never>;
  "reconcile-payments": Record<string, never>;
}

export type JobName = keyof JobData;

/** How the queue treats one kind of job. */
export interface JobRules {
  /** Seconds one run may take before another worker may try again. */
  expireInSeconds: number;
  /** Tries after the first, 0 where a schedule asks again anyway; backoff doubles from `retryDelay` to `retryDelayMax` seconds. */
  retryLimit: number;
  retryDelay: number;
  retryDelayMax: number;
  /** Runs side by side in one worker process. */
  atOnce: number;
  /** Pause between looks for jobs that another process made; a job of this process needs none. */
  pollMs: number;
  /** Jobs of one group (partner) running at once over all workers. */
  groupConcurrency?: number;
}

/** Seconds for which a job about a partner is tried again before it is given up: 72 hours. */
export const RETRY_WINDOW_SECONDS = 72 * 3600;

const quick: JobRules = {
  expireInSeconds: 60,
  // 2, 4, 8 … 1,800 s, then every half hour: 72 h are over after about 155 tries.
  retryLimit: 155,
  retryDelay: 2,
  retryDelayMax: 1800,
  atOnce: 40,
  pollMs: 500,
};

/** A tick of the schedule: the next tick is the retry. */
const tick: JobRules = { ...quick, expireInSeconds: 300, retryLimit: 0, atOnce: 1, pollMs: 2_000 };

export const JOB_RULES: Record<JobName, JobRules> = {
  "handle-stripe-event": quick,
  "handle-partner-event": quick,
  "handle-admin-act": quick,
  "settle-order": quick,
  "settle-checkout": quick,
  // A run makes up to four partner calls of at most 30 s each.
  "enroll-step": { ...quick, expireInSeconds: 180, atOnce: 100, groupConcurrency: 50 },
  "issue-certificate": quick,
  // Nobody waits for a mail: the road comes first.
  "send-mail": { ...quick, atOnce: 10 },
  "sync-partner-enrollment": {
    ...quick,
    expireInSeconds: 90,
    retryLimit: 0,
    groupConcurrency: 10,
  },
  sweep: tick,
  "sync-active-partner-enrollments": tick,
  "reconcile-payments": tick,
};

export const JOB_NAMES = Object.keys(JOB_RULES) as JobName[];

/** Where jobs end that ran out of tries; each becomes an open failure. */
export const DEAD_JOBS = "dead-job";
