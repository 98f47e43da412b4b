import type { Tx } from "#lib/db/client.ts";
import { addMail } from "#lib/db/mails.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import type { MailTemplates } from "#lib/mail/index.ts";

export type MailDeps = Pick<WorkerDeps, "queue" | "appUrl" | "schoolName" | "supportEmail">;

/** What every mail carries is added here. */
type OwnData<T extends keyof MailTemplates> = Omit<
  MailTemplates[T],
  "appUrl" | "schoolName" | "recipientName"
>;

/** Queues a mail and its job in the caller's commit; the same template about the same thing is queued once. */
export async function queueMail<T extends keyof MailTemplates>(
  tx: Tx,
  deps: MailDeps,
  mail: {
    recipient: { studentId: string; email: string; name: string };
    template: T;
    subjectKey: string;
    data: OwnData<T>;
  },
): Promise<void> {
  const { recipient } = mail;
  const mailId = await addMail(tx, {
    studentId: recipient.studentId,
    to: recipient.email,
    template: mail.template,
    subjectKey: mail.subjectKey,
    data: {
      // The school's address, unless the mail brings one that is closer to the matter.
      ...(deps.supportEmail === null ? {} : { supportEmail: deps.supportEmail }),
      ...mail.data,
      appUrl: deps.appUrl,
      schoolName: deps.schoolName,
      ...(recipient.name.trim() === "" ? {} : { name: recipient.name }),
    },
  });
  if (mailId) await deps.queue.enqueue(tx, "send-mail", [{ data: { mailId }, key: mailId }]);
}
