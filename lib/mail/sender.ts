import { createTransport } from "nodemailer";
import type { CallOutcome, OnCall } from "#lib/domain/outside-call.ts";
import { MailError } from "#lib/mail/mail-error.ts";

/** One mail as it goes out. */
export interface OutgoingMail {
  /** One bare address. */
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Our id of this mail, the same on every try: a mailbox that gets it twice can tell. */
  messageId: string;
}

export interface MailSender {
  /**
   * Hands one mail to the SMTP server; done means the server took it. Throws MailError: `rejected` when this mail
   * will never be taken, else `retry`. A second call sends it again under the same Message-ID.
   */
  send(mail: OutgoingMail): Promise<void>;
  /** Lets mails that are being handed over finish and closes the connections. Closing again does nothing. */
  close(): void;
}

/** Milliseconds. A server that trickles its answers passes every socket timeout, so the whole try has an end too. */
export const MAIL_TIMEOUTS = { connect: 10_000, greeting: 10_000, silence: 20_000, whole: 60_000 } as const;

/**
 * Opens a small pool of connections to an SMTP server, on the first mail. `from` is an address or `Name <address>`.
 * TLS is used where the server offers it (`smtps://` demands it) and certificates are checked.
 */
export function createMailSender(options: {
  smtpUrl: string;
  from: string;
  timeouts?: { connect: number; greeting: number; silence: number; whole: number };
  /** Hears how each hand-over ended. */
  onCall?: OnCall;
}): MailSender {
  const timeouts = options.timeouts ?? MAIL_TIMEOUTS;
  const domain = /@([^@>\s]+)>?\s*$/.exec(options.from)?.[1] ?? "localhost";
  const transport = createTransport({
    pool: true,
    url: options.smtpUrl,
    maxConnections: 3,
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.silence,
    dnsTimeout: timeouts.connect,
    // Content comes from templates; nothing in it may make this process read files or fetch addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text, html, messageId }) {
      const headers = checkHeaders({ to, subject, messageId });
      const startedAt = performance.now();
      const report = (outcome: CallOutcome, status: number | null) =>
        options.onCall?.({
          partner: "mail",
          operation: "send",
          outcome,
          status,
          ms: performance.now() - startedAt,
        });
      try {
        await transport.sendMail({
          from: options.from,
          to: { name: "", address: headers.to },
          subject: headers.subject,
          text,
          html,
          messageId: `<${headers.messageId}@${domain}>`,
          headers: { "Auto-Submitted": "auto-generated" },
          signal: AbortSignal.timeout(timeouts.whole),
        });
        report("ok", null);
      } catch (error) {
        const failure = toMailError(error);
        report(failure.kind, failure.smtpCode ?? null);
        throw failure;
      }
    },
    close: () => transport.close(),
  };
}

// What a header must not hold is refused here, not repaired: whoever builds such a mail is wrong or hostile.
function checkHeaders(headers: { to: string; subject: string; messageId: string }): typeof headers {
  if (!/^[^\s\p{Cc}@<>()[\]\\,;:"]+@[^\s\p{Cc}@<>()[\]\\,;:"]+$/u.test(headers.to))
    throw new MailError("rejected", "the recipient is not one plain address");
  if (/\p{Cc}/u.test(headers.subject))
    throw new MailError("rejected", "the subject holds a control character");
  if (!/^[\w.+-]{1,200}$/.test(headers.messageId))
    throw new MailError("rejected", "the message id may hold letters, digits and . _ + - only");
  return headers;
}

/**
 * A lasting refusal (5xx) of the recipient or the content is about this mail. Everything else, refused sign-in or
 * sender included, is about the server or our settings and passes when they are mended.
 */
function toMailError(error: unknown): MailError {
  const { responseCode, permanent, command, code } = error as {
    responseCode?: number;
    permanent?: boolean;
    command?: string;
    code?: string;
  };
  const aboutThisMail = permanent === true && (command === "RCPT TO" || command === "DATA");
  return new MailError(
    aboutThisMail ? "rejected" : "retry",
    `${command ?? "connection"}: ${responseCode ?? code ?? "failed"}`,
    { ...(responseCode === undefined ? {} : { smtpCode: responseCode }), cause: error },
  );
}
