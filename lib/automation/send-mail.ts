import { asItself } from "#lib/db/client.ts";
import { resolveFailures } from "#lib/db/failures.ts";
import { finishMail, takeMail, type QueuedMail } from "#lib/db/mails.ts";
import { DEFAULT_LANGUAGE } from "#lib/domain/language.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { isMailTemplate, MailError, parseMailData, renderMail } from "#lib/mail/index.ts";
import type { Run } from "#lib/queue/runner.ts";

/** Mails that carry a way in: their text is not kept once they went out. */
const CARRIES_A_KEY = new Set(["magic-link", "verify-email", "reset-password"]);

/**
 * Sends one queued mail, or keeps it for the local inbox when no SMTP server is configured. Sent already:
 * nothing happens. The message id is the mail's own, so a server that got it twice can tell.
 */
export async function sendMail(deps: WorkerDeps, run: Run<"send-mail">): Promise<void> {
  const mail = await takeMail(deps.db.kysely, run.data.mailId);
  if (!mail) return;
  if (!isMailTemplate(mail.template)) throw new MailError("rejected", "unknown template");
  const data = parseMailData(mail.template, mail.data);
  const rendered = renderMail(mail.template, data, mail.language ?? data.language ?? DEFAULT_LANGUAGE);
  const status = deps.mailSender ? await deliver(deps.mailSender, mail, rendered) : "kept";
  const hide = status !== "kept" && CARRIES_A_KEY.has(mail.template);
  await finishMail(deps.db.kysely, mail.id, status, {
    subject: rendered.subject,
    text: hide ? null : rendered.text,
    html: hide ? null : rendered.html,
  });
  if (mail.attempts > 1)
    await asItself(deps.db, (tx) => resolveFailures(tx, `mail:${mail.id}`, "the mail went out"));
}

async function deliver(
  sender: NonNullable<WorkerDeps["mailSender"]>,
  mail: QueuedMail,
  rendered: { subject: string; text: string; html: string },
): Promise<"sent" | "failed"> {
  try {
    await sender.send({ to: mail.to, ...rendered, messageId: mail.id });
    return "sent";
  } catch (error) {
    if (error instanceof MailError && error.kind === "rejected") return "failed";
    throw error;
  }
}
