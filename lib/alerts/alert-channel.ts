/** What is told, and the port of whoever tells it. */

/** One piece of news. Its words are ours: no person, address, code or URL is ever in it. */
export interface AlertNews {
  alertId: string;
  kind: string;
  /** Slug of a partner, or `baton`. */
  subject: string;
  news: "opened" | "recovered";
  title: string;
  text: string;
  facts: Readonly<Record<string, number>>;
  /** When it began or ended. */
  at: Date;
}

export interface AlertChannel {
  name: "slack" | "sentry";
  /** Tells it; done means the other side took it. Throws AlertError, and is then worth another try. */
  send(news: AlertNews): Promise<void>;
}
