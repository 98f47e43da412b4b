/** Sentry's envelope (develop.sentry.dev/sdk/foundations/transport/envelopes), written by hand: docs/decisions/022. */
import { createHash } from "node:crypto";
import type { AlertChannel, AlertNews } from "#lib/alerts/alert-channel.ts";
import { post } from "#lib/alerts/post.ts";
import { ConfigError } from "#lib/config.ts";

/** Makes the channel to one Sentry project. Throws ConfigError when the DSN names no project. */
export function createSentryChannel(dsn: string): AlertChannel {
  const url = envelopeAddress(dsn);
  return {
    name: "sentry",
    send: (news) => post("sentry", url, { type: "application/x-sentry-envelope", text: envelopeOf(news) }),
  };
}

/** `https://<public key>@<host>/<path>/<project id>` */
function envelopeAddress(dsn: string): string {
  const url = URL.parse(dsn);
  const [, path = "", project] = /^(.*)\/(\d+)$/.exec(url?.pathname ?? "") ?? [];
  if (!url?.username || !project)
    throw new ConfigError("SENTRY_DSN is wrong: must be https://KEY@HOST/PROJECT, as Sentry shows it");
  const query = new URLSearchParams({
    sentry_version: "7",
    sentry_key: url.username,
    sentry_client: "baton/1",
  });
  return `${url.protocol}//${url.host}${path}/api/${project}/envelope/?${query.toString()}`;
}

/** Three lines of JSON. The same news has the same event id, so Sentry shows what is sent twice once. */
function envelopeOf(news: AlertNews): string {
  const event = eventOf(news);
  const payload = JSON.stringify(event);
  const header = { event_id: event.event_id, sent_at: new Date().toISOString() };
  const item = { type: "event", content_type: "application/json", length: Buffer.byteLength(payload) };
  return `${JSON.stringify(header)}\n${JSON.stringify(item)}\n${payload}\n`;
}

function eventOf({ alertId, kind, subject, news, title, text, facts, at }: AlertNews) {
  return {
    event_id: createHash("sha256").update(`${alertId}:${news}`).digest("hex").slice(0, 32),
    timestamp: at.getTime() / 1000,
    platform: "node",
    level: news === "opened" ? "error" : "info",
    logger: "baton.alerts",
    message: { formatted: `${title}. ${text}` },
    // One issue per kind and subject: its recovery and its next time are found in the same place.
    fingerprint: ["baton", kind, subject],
    tags: { kind, subject, news },
    extra: facts,
  };
}
