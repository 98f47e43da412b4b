/** Where alerts are told besides the admin page. */
import type { AlertChannel } from "#lib/alerts/alert-channel.ts";
import { createSentryChannel } from "#lib/alerts/sentry.ts";
import { createSlackChannel } from "#lib/alerts/slack.ts";

/** Makes the channels that are configured. Nothing is sent yet. Throws ConfigError for a DSN that is none. */
export function createAlertChannels(addresses: {
  slackWebhookUrl: string | undefined;
  sentryDsn: string | undefined;
}): AlertChannel[] {
  const { slackWebhookUrl, sentryDsn } = addresses;
  return [
    ...(slackWebhookUrl ? [createSlackChannel(slackWebhookUrl)] : []),
    ...(sentryDsn ? [createSentryChannel(sentryDsn)] : []),
  ];
}
