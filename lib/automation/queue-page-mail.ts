import type { Tx } from "#lib/db/client.ts";
import { addMail } from "#lib/db/mails.ts";
import { wakeRelay } from "#lib/inbox/events.ts";
import type { MailTemplates } from "#lib/mail/index.ts";

type PageMail = "application-received" | "deletion-requested" | "deletion-canceled";

/** Templates that pages themselves queue: the web has no access to the queue, so the relay gives them their jobs. */
export const PAGE_MAILS: readonly (keyof MailTemplates)[] = [
  "magic-link",
  "verify-email",
  "reset-password",
  ...(["application-received", "deletion-requested", "deletion-canceled"] satisfies PageMail[]),
];

/** Who writes, as every mail says. */
export interface MailSchool {
  appUrl: string;
  schoolName: string;
  /** Null when the school names no address. */
  supportEmail: string | null;
}

/** Queues a mail in the commit of a page, as the web itself; the same template about the same thing once. */
export async function queuePageMail<T extends PageMail>(
  tx: Tx,
  school: MailSchool,
  mail: {
    studentId: string | null;
    to: string;
    template: T;
    subjectKey: string;
    data: Omit<MailTemplates[T], "appUrl" | "schoolName" | "supportEmail">;
  },
): Promise<void> {
  const { appUrl, schoolName, supportEmail } = school;
  const { data, ...about } = mail;
  await addMail(tx, {
    ...about,
    data: { ...data, appUrl, schoolName, ...(supportEmail === null ? {} : { supportEmail }) },
  });
  await wakeRelay(tx);
}
