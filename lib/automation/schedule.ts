/** Everything that runs by the clock. One effect per tick, however many workers there are. */
import type { JobName } from "#lib/queue/jobs.ts";
import type { Queue } from "#lib/queue/queue.ts";

/** Cron lines in UTC. */
const SCHEDULE: Partial<Record<JobName, string>> = {
  sweep: "* * * * *",
  "sync-active-partner-enrollments": "* * * * *",
  "collect-partner-records": "* * * * *",
  "reconcile-payments": "*/5 * * * *",
  "check-alerts": "* * * * *",
  "prune-history": "17 3 * * *",
  "nudge-stuck-students": "23 * * * *",
  "erase-due-people": "41 * * * *",
};

/** Tells the queue what runs when; telling it again changes nothing. */
export async function startSchedule(queue: Queue): Promise<void> {
  for (const [name, cron] of Object.entries(SCHEDULE)) await queue.schedule(name as JobName, cron);
}
