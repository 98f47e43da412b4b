import { expect, test } from "vitest";
import {
  CHANNELS,
  isOptional,
  reaches,
  templatesWithTopic,
  topicOf,
  TOPICS,
} from "#lib/domain/notification-topics.ts";
import { MAIL_TEMPLATES } from "#lib/mail/templates.ts";

test("every mail has a topic", () => {
  expect(MAIL_TEMPLATES.filter((template) => !templatesWithTopic().includes(template))).toEqual([]);
});

test("what must be told is told, whatever was chosen", () => {
  const refused = TOPICS.flatMap((topic) => CHANNELS.map((channel) => ({ topic, channel })));
  for (const topic of TOPICS)
    for (const channel of CHANNELS) expect(reaches(topic, channel, refused)).toBe(!isOptional(topic));
  expect(reaches(topicOf("certificate-issued"), "mail", refused)).toBe(true);
  expect(reaches(topicOf("order-paid"), "mail", refused)).toBe(true);
});

test("a channel is switched off alone", () => {
  const refused = [{ topic: "reminders", channel: "mail" }];
  expect(reaches("reminders", "mail", refused)).toBe(false);
  expect(reaches("reminders", "app", refused)).toBe(true);
  expect(reaches("steps", "mail", refused)).toBe(true);
});

test("a template nobody gave a topic is always told", () => {
  expect(isOptional(topicOf("something-new"))).toBe(false);
  expect(isOptional(topicOf("constructor"))).toBe(false);
});
