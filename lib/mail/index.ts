/** The door of this room: what Baton says by mail, and handing it to an SMTP server. Knows no database. */
export { MailError } from "#lib/mail/mail-error.ts";
export { renderMail } from "#lib/mail/render.ts";
export { createMailSender, type MailSender } from "#lib/mail/sender.ts";
export { isMailTemplate, parseMailData, type MailTemplates } from "#lib/mail/templates.ts";
