/**
 * A mail that did not go out. The message carries neither address nor content.
 *
 * `retry`: the server is away, busy or set up wrongly; the same mail may go out later.
 * `rejected`: this mail will never go out as it is (unknown recipient, refused content, malformed data).
 */
export class MailError extends Error {
  override readonly name = "MailError";
  readonly kind: "retry" | "rejected";
  /** SMTP reply code, or null when the server gave none. */
  readonly smtpCode: number | null;

  constructor(
    kind: "retry" | "rejected",
    message: string,
    about: { smtpCode?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: about.cause });
    this.kind = kind;
    this.smtpCode = about.smtpCode ?? null;
  }
}
