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
  /** A step's enrollment, or one taken along with it. */
  "sync-partner-enrollment": { partnerEnrollmentId: string };
  "sync-partner": { partner: string };
  "arrange-retake": { partnerEnrollmentId: string };
  "release-voucher": { voucherId: string };
  "enroll-companions": { stepId: string };
  "switch-partner": { switchId: string };
  "refund-switch": { switchId: string };
  "check-enrollment": { stepId: string; actor: string };
  "fetch-partner-certificate": { partnerEnrollmentId: string };
  sweep: Record<string, never>;
  "sync-active-partner-enrollments": Record<string, never>;
  "collect-partner-records": Record<string, never>;
  "reconcile-payments": Record<string, never>;
  "check-alerts": Record<string, never>;
  "send-alert": { alertId: string; channel: "slack" | "sentry" };
  "prune-history": Record<string, never>;
  "nudge-stuck-students": Record<string, never>;
  "erase-due-people": Record<string, never>;
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

/** A few calls of at most 30 s each, for nobody who waits at a page. */
const atPartner: JobRules = {
  ...quick,
  expireInSeconds: 180,
  atOnce: 20,
  pollMs: 1_000,
  groupConcurrency: 10,
};

/** A tick of the schedule: the next tick is the retry. */
const tick: JobRules = { ...quick, expireInSeconds: 300, retryLimit: 0, atOnce: 1, pollMs: 2_000 };

export const JOB_RULES: Record<JobName, JobRules> = {
  "handle-stripe-event": quick,
  "handle-partner-event": quick,
  // Switching a provider writes to everybody who is there.
  "handle-admin-act": { ...quick, expireInSeconds: 600 },
  "settle-order": quick,
  "settle-checkout": quick,
  // A run makes up to four partner calls of at most 30 s each.
  "enroll-step": { ...quick, expireInSeconds: 180, atOnce: 100, groupConcurrency: 50 },
  "issue-certificate": quick,
  // Nobody waits for a mail: the road comes first.
  "send-mail": { ...quick, atOnce: 10 },
  // Asked for by an event: somebody may be waiting. It stays due, so the next round is its retry.
  "sync-partner-enrollment": { ...quick, expireInSeconds: 120, retryLimit: 0, groupConcurrency: 20 },
  // A round: the next tick is the retry, and what a lost worker had taken comes back by itself.
  "sync-partner": { ...quick, expireInSeconds: 900, retryLimit: 0, atOnce: 16, pollMs: 2_000 },
  "arrange-retake": atPartner,
  "release-voucher": atPartner,
  "enroll-companions": { ...atPartner, expireInSeconds: 300 },
  // A student waits for it.
  "switch-partner": { ...atPartner, pollMs: 500 },
  "refund-switch": quick,
  "check-enrollment": atPartner,
  "fetch-partner-certificate": atPartner,
  sweep: tick,
  "sync-active-partner-enrollments": tick,
  "collect-partner-records": tick,
  "reconcile-payments": tick,
  "check-alerts": tick,
  "send-alert": { ...quick, atOnce: 4 },
  "prune-history": tick,
  "nudge-stuck-students": tick,
  "erase-due-people": tick,
};

export const JOB_NAMES = Object.keys(JOB_RULES) as JobName[];

/** Where jobs end that ran out of tries; each becomes an open failure. */
export const DEAD_JOBS = "dead-job";
