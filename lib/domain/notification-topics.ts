/** What people are told about, by topic; which topics they may switch off, and on which channel. */
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

/** `mail`: to the person's address. `app`: in the list of Baton itself. */
export const CHANNELS = ["mail", "app"] as const;

export type Channel = (typeof CHANNELS)[number];

/** In the order in which they are shown. */
export const TOPICS = [
  "access",
  "steps",
  "exams",
  "reminders",
  "payments",
  "delays",
  "dates",
  "certificates",
  "applications",
  "account",
] as const;

export type Topic = (typeof TOPICS)[number];

/** A person chose not to be told. */
export interface Refusal {
  topic: string;
  channel: string;
}

const OPTIONAL: ReadonlySet<Topic> = new Set(["access", "steps", "exams", "reminders"]);

const TOPIC_OF: Readonly<Record<string, Topic>> = {
  "access-ready": "access",
  "step-completed": "steps",
  "standing-changed": "exams",
  "stuck-nudge": "reminders",
  "order-paid": "payments",
  "order-failed": "payments",
  "enrollment-delayed": "delays",
  "partner-unavailable": "delays",
  "date-changed": "dates",
  "date-lost": "dates",
  "certificate-issued": "certificates",
  "certificate-reissued": "certificates",
  "name-needed": "certificates",
  "application-received": "applications",
  "application-claimed": "applications",
  "application-declined": "applications",
  "verify-email": "account",
  "magic-link": "account",
  "reset-password": "account",
  "deletion-requested": "account",
  "deletion-canceled": "account",
};

/** Finds the topic of a mail's template. One this table does not know is about the account: always told. */
export function topicOf(template: string): Topic {
  return Object.hasOwn(TOPIC_OF, template) ? TOPIC_OF[template]! : "account";
}

/** Lists the templates that have a topic, for tests that compare them with those there are. */
export function templatesWithTopic(): string[] {
  return Object.keys(TOPIC_OF);
}

/** Names a topic for the page where it is chosen. */
export function topicSentence(topic: Topic): Sentence {
  return sentence(`topic.${topic}`);
}

/** Names the field of a form where a topic is chosen for a channel. */
export function choiceName(topic: Topic, channel: Channel): string {
  return `${topic}-${channel}`;
}

/** True for what may be switched off: news of progress. Money, delays, certificates and the account are always told. */
export function isOptional(topic: Topic): boolean {
  return OPTIONAL.has(topic);
}

/** Says whether a topic reaches a person on a channel. What must be told is told whatever was chosen. */
export function reaches(topic: Topic, channel: Channel, refused: readonly Refusal[]): boolean {
  return !isOptional(topic) || !refused.some((one) => one.topic === topic && one.channel === channel);
}
