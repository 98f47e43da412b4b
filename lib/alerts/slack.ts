import type { AlertChannel } from "#lib/alerts/alert-channel.ts";
import { post } from "#lib/alerts/post.ts";

/** Makes the channel behind one of Slack's incoming webhooks. It knows no ids: what is sent twice is shown twice. */
export function createSlackChannel(webhookUrl: string): AlertChannel {
  return {
    name: "slack",
    send: ({ news, title, text }) => {
      const sign = news === "opened" ? ":red_circle:" : ":large_green_circle:";
      const body = JSON.stringify({ text: `${sign} *${escaped(title)}*\n${escaped(text)}` });
      return post("slack", webhookUrl, { type: "application/json", text: body });
    },
  };
}

/** Slack's three control characters; without them nobody is called and nothing becomes a link. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
