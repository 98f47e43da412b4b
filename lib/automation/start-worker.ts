/** Puts the worker together: database, queue, partners, payments, mail, relay and schedule. */
import { createAlertChannels } from "#lib/alerts/index.ts";
import { databaseUrl, loadConfig, type Env } from "#lib/config.ts";
import { openDatabase } from "#lib/db/client.ts";
import { startRelayLoop } from "#lib/inbox/relay-loop.ts";
import { createMailSender } from "#lib/mail/index.ts";
import { partnerDescriptors } from "#lib/partners/index.ts";
import { createPayments } from "#lib/payments/index.ts";
import { openQueue } from "#lib/queue/queue.ts";
import { createFindConnector } from "#lib/automation/hosted-course-find.ts";
import { tellPartnerIsBack } from "#lib/automation/hurry-partner.ts";
import { openOutside } from "#lib/automation/open-outside.ts";
import { recordDeadJob } from "#lib/automation/record-dead-job.ts";
import { relayInbox } from "#lib/automation/relay-inbox.ts";
import { relayPageMail } from "#lib/automation/relay-mail.ts";
import { requirePartners } from "#lib/automation/require-partners.ts";
import { startSchedule } from "#lib/automation/schedule.ts";
import { tasksOf } from "#lib/automation/tasks.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";

export interface Worker {
  deps: WorkerDeps;
  /** Takes nothing new, waits up to `seconds` for what runs, then lets go of it. */
  stop(seconds: number): Promise<void>;
}

/**
 * Starts fetching and running jobs. Throws ConfigError, in production also for a partner that is sold and cannot be
 * reached, or the database's error when it cannot be reached.
 */
export async function startWorker(env: Env = process.env): Promise<Worker> {
  const deps = await openWorkerDeps(env);
  if (env["NODE_ENV"] === "production") {
    await requirePartners(deps.db.kysely, env).catch(async (error: unknown) => {
      await closeDeps(deps, 0);
      throw error;
    });
  }
  await deps.queue.work(tasksOf(deps), (job) => recordDeadJob(deps, job));
  await startSchedule(deps.queue);
  const relay = startRelayLoop(databaseUrl(loadConfig(env), "worker"), async () => {
    await relayInbox(deps);
    await relayPageMail(deps);
  });
  return {
    deps,
    async stop(seconds) {
      await relay.stop();
      await closeDeps(deps, seconds);
    },
  };
}

async function closeDeps(deps: WorkerDeps, seconds: number): Promise<void> {
  await deps.queue.stop(seconds);
  deps.mailSender?.close();
  await deps.outside.stop();
  await deps.db.close();
}

/** The worker's parts without its loops, for commands that run one task. */
export async function openWorkerDeps(given: Env, options = { supervise: true }): Promise<WorkerDeps> {
  const env = { ...given }; // the connectors of this worker are its own
  const config = loadConfig(env);
  const url = databaseUrl(config, "worker");
  const db = openDatabase(url, { max: 20, name: "baton-worker" });
  const queue = await openQueue(url, options);
  const outside = openOutside(env, url, (partner) => tellPartnerIsBack(db, partner));
  const { onCall } = outside;
  return {
    db,
    queue,
    outside,
    payments: createPayments({
      secretKey: config.STRIPE_SECRET_KEY,
      apiBaseUrl: config.STRIPE_API_BASE_URL,
      onCall,
    }),
    livemode: /^[sr]k_live_/.test(config.STRIPE_SECRET_KEY),
    findConnector: createFindConnector(db.kysely, config.APP_URL, env),
    descriptors: partnerDescriptors,
    mailSender: config.SMTP_URL
      ? createMailSender({ smtpUrl: config.SMTP_URL, from: config.MAIL_FROM, onCall })
      : null,
    alertChannels: createAlertChannels({
      slackWebhookUrl: config.SLACK_WEBHOOK_URL,
      sentryDsn: config.SENTRY_DSN,
    }),
    appUrl: config.APP_URL,
    schoolName: config.SCHOOL_NAME,
    supportEmail: config.SUPPORT_EMAIL ?? null,
  };
}
