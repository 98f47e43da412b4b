import type { Tx } from "#lib/db/client.ts";
import { addMail } from "#lib/db/mails.ts";
import type { MailTemplates } from "#lib/mail/index.ts";
import type { Queue } from "#lib/queue/queue.ts";

/** Queues a mail and its job in the caller's commit; the same template about the same thing is queued once. */
export async function queueMail<T extends keyof MailTemplates & string>(
  tx: Tx,
  queue: Queue,
  mail: {
    recipient: { studentId: string; email: string };
    template: T;
    subjectKey: string;
    data: MailTemplates[T];
  },
): Promise<void> {
  const mailId = await addMail(tx, {
    studentId: mail.recipient.studentId,
    to: mail.recipient.email,
    template: mail.template,
    subjectKey: mail.subjectKey,
    data: mail.data,
  });
  if (mailId) await queue.enqueue(tx, "send-mail", [{ data: { mailId }, key: mailId }]);
}
