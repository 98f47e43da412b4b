/**
 * A message that a channel did not take. Holds neither the address nor the text: an incoming webhook's address is a
 * secret. Every one is worth another try: a wrong address is mended by whoever set it.
 */
export class AlertError extends Error {
  override readonly name = "AlertError";
  readonly channel: string;
  /** HTTP status, or null when no answer was read. */
  readonly status: number | null;

  constructor(channel: string, status: number | null) {
    super(`${channel}: ${status === null ? "no answer" : `answered ${status}`}`);
    this.channel = channel;
    this.status = status;
  }
}
