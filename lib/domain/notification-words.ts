/** What a notification says, and where it leads. */
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

/** What a notification needs to know of the fact it tells; texts and numbers of the mail beside it. */
export type NotificationData = Readonly<Record<string, string | number>>;

/** Fields of a mail's data that notifications may keep: never an address, a link or a code. */
const KEPT = [
  "programTitle",
  "programSlug",
  "partnerLabel",
  "courseName",
  "nextPartnerLabel",
  "nextCourseName",
  "amountCents",
  "currency",
  "standing",
  "publicId",
] as const;

type Teller = (data: NotificationData) => Sentence;

const PROGRESS = "/student/progress";

const TELLERS: Readonly<Record<string, { say: Teller; href: (data: NotificationData) => string }>> = {
  "order-paid": {
    say: (data) => sentence("notification.orderPaid", { program: text(data, "programTitle") }),
    href: () => "/student/dashboard",
  },
  "order-failed": {
    say: (data) => sentence("notification.orderFailed", { program: text(data, "programTitle") }),
    href: (data) => (data["programSlug"] ? `/programs/${text(data, "programSlug")}` : "/programs"),
  },
  "access-ready": {
    say: (data) =>
      sentence("notification.accessReady", {
        partner: text(data, "partnerLabel"),
        course: text(data, "courseName"),
      }),
    href: () => PROGRESS,
  },
  "step-completed": {
    say: (data) =>
      sentence("notification.stepCompleted", {
        course: text(data, "courseName"),
        next: text(data, "nextCourseName"),
        partner: text(data, "nextPartnerLabel"),
      }),
    href: () => PROGRESS,
  },
  "standing-changed": {
    say: (data) =>
      sentence("notification.standingChanged", {
        partner: text(data, "partnerLabel"),
        course: text(data, "courseName"),
      }),
    href: () => PROGRESS,
  },
  "enrollment-delayed": {
    say: (data) => sentence("notification.enrollmentDelayed", { partner: text(data, "partnerLabel") }),
    href: () => PROGRESS,
  },
  "partner-unavailable": {
    say: (data) =>
      sentence("notification.partnerUnavailable", {
        partner: text(data, "partnerLabel"),
        course: text(data, "courseName"),
      }),
    href: () => PROGRESS,
  },
  "date-changed": {
    say: (data) => sentence("notification.dateChanged", { course: text(data, "courseName") }),
    href: () => PROGRESS,
  },
  "date-lost": {
    say: (data) => sentence("notification.dateLost", { course: text(data, "courseName") }),
    href: () => PROGRESS,
  },
  "stuck-nudge": {
    say: (data) =>
      sentence("notification.stuckNudge", {
        partner: text(data, "partnerLabel"),
        course: text(data, "courseName"),
      }),
    href: () => PROGRESS,
  },
  "name-needed": {
    say: (data) => sentence("notification.nameNeeded", { program: text(data, "programTitle") }),
    href: () => "/account/profile",
  },
  "certificate-issued": {
    say: (data) => sentence("notification.certificateIssued", { program: text(data, "programTitle") }),
    href: (data) => `/verify/${text(data, "publicId")}`,
  },
  "certificate-reissued": {
    say: (data) => sentence("notification.certificateReissued", { program: text(data, "programTitle") }),
    href: (data) => `/verify/${text(data, "publicId")}`,
  },
  "application-claimed": {
    say: (data) => sentence("notification.applicationClaimed", { program: text(data, "programTitle") }),
    href: (data) => `/apply/${text(data, "publicId")}`,
  },
  "application-declined": {
    say: (data) => sentence("notification.applicationDeclined", { program: text(data, "programTitle") }),
    href: (data) => `/apply/${text(data, "publicId")}`,
  },
};

/** Says what happened. One this version does not know is told as news. */
export function notificationSentence(template: string, data: NotificationData): Sentence {
  return Object.hasOwn(TELLERS, template) ? TELLERS[template]!.say(data) : sentence("notification.news");
}

/** Finds the page the notification is about; always one of ours. */
export function notificationPath(template: string, data: NotificationData): string {
  return Object.hasOwn(TELLERS, template) ? TELLERS[template]!.href(data) : PROGRESS;
}

/** Takes from a mail's data what a notification may keep. */
export function notificationData(data: Readonly<Record<string, unknown>>): NotificationData {
  const kept = KEPT.map((name) => [name, data[name]] as const);
  return Object.fromEntries(
    kept.filter(
      (entry): entry is [(typeof KEPT)[number], string | number] =>
        typeof entry[1] === "string" || typeof entry[1] === "number",
    ),
  );
}

/** Reads kept data back; what is no text or number is left out. */
export function readNotificationData(json: unknown): NotificationData {
  return typeof json === "object" && json !== null ? notificationData(json as Record<string, unknown>) : {};
}

function text(data: NotificationData, name: string): string {
  const value = data[name];
  return value === undefined ? "…" : String(value);
}
