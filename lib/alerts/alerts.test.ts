import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AlertError, createAlertChannels, type AlertNews } from "#lib/alerts/index.ts";
import { startReceiver, type Receiver } from "#tests/support/receiver.ts";

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const news: AlertNews = {
  alertId: "5f0c7a52-0000-4000-8000-000000000001",
  kind: "partner_errors",
  subject: "hsi",
  news: "opened",
  title: "Most calls to HSI fail",
  text: "12 of 20 calls <https://example.com|here> & there failed.",
  facts: { calls: 20, errors: 12 },
  at: new Date("2026-11-20T10:31:00Z"),
};

const slack = () =>
  createAlertChannels({ slackWebhookUrl: `${receiver.url}/services/T0/B0/secret`, sentryDsn: undefined })[0]!;
const sentry = (dsn = `${receiver.url.replace("//", "//public-key@")}/base/42`) =>
  createAlertChannels({ slackWebhookUrl: undefined, sentryDsn: dsn })[0]!;

describe("alert channels", () => {
  it("are those that are configured", () => {
    expect(createAlertChannels({ slackWebhookUrl: undefined, sentryDsn: undefined })).toEqual([]);
    expect([slack().name, sentry().name]).toEqual(["slack", "sentry"]);
  });

  it("refuse a DSN that names no key or project", () => {
    for (const dsn of [
      "https://sentry.example/1",
      "https://key@sentry.example/",
      "https://key@sentry.example/x",
    ])
      expect(() => sentry(dsn)).toThrow("SENTRY_DSN is wrong");
  });
});

describe("Slack", () => {
  it("gets one text in which nothing becomes a link", async () => {
    await slack().send(news);
    const [message] = receiver.received;
    expect(message).toMatchObject({ path: "/services/T0/B0/secret", type: "application/json" });
    expect(JSON.parse(message!.body)).toEqual({
      text: ":red_circle: *Most calls to HSI fail*\n12 of 20 calls &lt;https://example.com|here&gt; &amp; there failed.",
    });
  });

  it.each([400, 404, 429, 500, 302])("did not take a message that it answers %i", async (status) => {
    receiver.answer = { status, headers: { location: `${receiver.url}/elsewhere` } };
    const error = await slack()
      .send(news)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AlertError);
    expect(error).toMatchObject({ channel: "slack", status });
    expect(receiver.received).toEqual([]);
  });

  it("keeps its address out of the error when nobody answers", async () => {
    const channel = slack();
    await receiver.close();
    const error = await channel.send(news).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: null });
    expect(`${String(error)} ${String((error as Error).cause)}`).not.toMatch(/secret|127\.0\.0\.1/);
    receiver = await startReceiver();
  });
});

describe("Sentry", () => {
  it("gets an envelope with one event for the project of the DSN", async () => {
    await sentry().send(news);
    const [message] = receiver.received;
    expect(message).toMatchObject({
      path: "/base/api/42/envelope/?sentry_version=7&sentry_key=public-key&sentry_client=baton%2F1",
      type: "application/x-sentry-envelope",
    });
    const lines = message!.body.trimEnd().split("\n");
    const [header, item, event] = lines.map((line) => JSON.parse(line));
    expect(lines).toHaveLength(3);
    expect(item).toMatchObject({ type: "event", length: Buffer.byteLength(lines[2]!) });
    expect(event).toMatchObject({
      event_id: header.event_id,
      level: "error",
      timestamp: 1795170660,
      fingerprint: ["baton", "partner_errors", "hsi"],
      extra: { calls: 20, errors: 12 },
    });
    expect(event.event_id).toMatch(/^[0-9a-f]{32}$/);
  });

  it("gets the same event id for the same news, another one for its end", async () => {
    for (const each of [news, news, { ...news, news: "recovered" as const }]) await sentry().send(each);
    const ids = receiver.received.map(({ body }) => JSON.parse(body.split("\n")[2]!).event_id as string);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });
});
