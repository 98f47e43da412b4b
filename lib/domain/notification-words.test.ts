import { expect, test } from "vitest";
import {
  notificationData,
  notificationPath,
  notificationSentence,
  readNotificationData,
} from "#lib/domain/notification-words.ts";
import { topicOf } from "#lib/domain/notification-topics.ts";
import { SAMPLES } from "#lib/mail/samples.test-data.ts";
import { spoken } from "#tests/languages/voices.ts";

/** What is written by a page, or to an address without an account, is not told in the app. */
const BY_MAIL_ALONE = [
  "verify-email",
  "magic-link",
  "reset-password",
  "application-received",
  "deletion-requested",
  "deletion-canceled",
];

const TOLD = Object.entries(SAMPLES).filter(([template]) => !BY_MAIL_ALONE.includes(template));

test.each(TOLD)(
  "%s is told in both languages with what the mail knows, and leads to a page of ours",
  (template, sample) => {
    const data = notificationData(sample);
    for (const language of ["en", "es"] as const) {
      const words = spoken(notificationSentence(template, data), language);
      expect(words).toMatch(/[.!]$/);
      expect(words).not.toContain("…");
    }
    expect(spoken(notificationSentence(template, data))).not.toBe(spoken(notificationSentence("?", {})));
    expect(notificationPath(template, data)).toMatch(/^\/[a-z]/);
    expect(topicOf(template)).toBeTruthy();
  },
);

test("addresses, names and links of a mail are not kept", () => {
  const kept = notificationData({
    ...SAMPLES["order-paid"],
    url: "https://baton.example/token",
    to: "ada@example.com",
  });
  expect(Object.keys(kept).toSorted()).toEqual(["amountCents", "currency", "programTitle"]);
});

test("a template of a later version is told as news, whatever its data", () => {
  expect(spoken(notificationSentence("constructor", {}))).toMatch(/news/);
  expect(notificationPath("constructor", {})).toBe("/student/progress");
  expect(readNotificationData(null)).toEqual({});
  expect(readNotificationData({ programTitle: { a: 1 }, partnerLabel: "HSI" })).toEqual({
    partnerLabel: "HSI",
  });
});
