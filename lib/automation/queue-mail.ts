import type { Tx } from "#lib/db/client.ts";
import { addMail } from "#lib/db/mails.ts";
import { tellInApp } from "#lib/db/notifications.ts";
import { notificationData } from "#lib/domain/notification-words.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import type { MailTemplates } from "#lib/mail/index.ts";

export type MailDeps = Pick<WorkerDeps, "queue" | "appUrl" | "schoolName" | "supportEmail">;

/** What every mail carries is added here. */
type OwnData<T extends keyof MailTemplates> = Omit<
  MailTemplates[T],
  "appUrl" | "schoolName" | "recipientName"
>;

/**
 * Tells a person of a fact in the caller's commit: in the app, and by mail with its job. What they chose not to be told is
 * left out, unless it must be told. The same template about the same thing is told once.
 */
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
  const { recipient, template, subjectKey } = mail;
  const { studentId } = recipient;
  const wants = await tellInApp(tx, { studentId, template, subjectKey, data: notificationData(mail.data) });
  if (!wants.mail) return;
  const mailId = await addMail(tx, {
    studentId,
    to: recipient.email,
    template,
    subjectKey,
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
