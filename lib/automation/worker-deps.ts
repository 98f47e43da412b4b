import type { AlertChannel } from "#lib/alerts/index.ts";
import type { Outside } from "#lib/automation/open-outside.ts";
import type { Database } from "#lib/db/client.ts";
import type { MailSender } from "#lib/mail/index.ts";
import type { PartnerConnector, PartnerDescriptor } from "#lib/partners/base.ts";
import type { Payments } from "#lib/payments/index.ts";
import type { Queue } from "#lib/queue/queue.ts";

/** What the worker's tasks work with; put together once in worker/index.ts, and by tests. */
export interface WorkerDeps {
  /** Connected as baton_worker. */
  db: Database;
  queue: Queue;
  /** What calls of this worker to the outside share. */
  outside: Outside;
  payments: Payments;
  /** True when the Stripe key is a live one. */
  livemode: boolean;
  /** Throws for a provider without a configured connector. */
  findConnector: (slug: string) => PartnerConnector;
  /** What is known of each partner there is a connector for, configured or not. */
  descriptors: readonly PartnerDescriptor[];
  /** Where alerts are told besides the admin page; empty when nothing is configured. */
  alertChannels: readonly AlertChannel[];
  /** Null when no SMTP server is configured: mail is kept for the local inbox. */
  mailSender: MailSender | null;
  appUrl: string;
  schoolName: string;
  /** Where the school answers questions; null when it names no address. */
  supportEmail: string | null;
}
