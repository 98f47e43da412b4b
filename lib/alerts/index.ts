/** The only door to this room. */
export type { AlertChannel, AlertNews } from "#lib/alerts/alert-channel.ts";
export { AlertError } from "#lib/alerts/alert-error.ts";
export { createAlertChannels } from "#lib/alerts/channels.ts";
