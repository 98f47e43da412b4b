import type { MailSchool } from "#lib/automation/queue-page-mail.ts";
import { loadConfig } from "#lib/config.ts";

/** Returns who writes the mails that pages queue. */
export function mailSchool(): MailSchool {
  const { APP_URL, SCHOOL_NAME, SUPPORT_EMAIL } = loadConfig();
  return { appUrl: APP_URL, schoolName: SCHOOL_NAME, supportEmail: SUPPORT_EMAIL ?? null };
}
