/** English, for dates of courses and the seats at them. */
import { sessionTime } from "#lib/domain/session-time.ts";
import type { MailContent, MailData } from "#lib/mail/content.ts";

type Dated = Pick<MailData<"date-changed">, "courseName" | "startsAt" | "endsAt" | "timeZone" | "place">;

/** Says when and where, as facts of a mail. */
export function dateFacts(date: Dated): [label: string, value: string][] {
  return [
    ["Date", `${date.courseName}: ${when(date)}`],
    ["Where", date.place ?? "Online: the address stands at your dates"],
  ];
}

/** Tells that a booked date is at another time or place now. */
export function dateChanged(data: MailData<"date-changed">): MailContent {
  return {
    subject: `Your date has changed: ${data.courseName}`,
    preview: `Now: ${when(data)}.`,
    heading: "Your date has changed",
    greet: data.name,
    paragraphs: [
      `There is news about your date of ${data.courseName}. Your seat is safe; this is how it stands now.`,
      "If that does not suit you, answer your school before the date. At your dates you find it as a file for your calendar.",
    ],
    facts: dateFacts(data),
    action: { label: "See my dates", url: `${data.appUrl}/dates` },
  };
}

/** Tells that a date was canceled, or its seat gone before the payment came, and where to choose another one. */
export function dateLost(data: MailData<"date-lost">): MailContent {
  return {
    subject: `Choose another date: ${data.courseName}`,
    preview: data.reason ? "Your date was canceled." : "The date was full when your payment came.",
    heading: "Choose another date",
    greet: data.name,
    paragraphs: [
      data.reason
        ? `Your date of ${data.courseName}, ${when(data)}, was canceled: ${data.reason}. We are sorry.`
        : `When your payment came, the last seat of ${data.courseName} on ${when(data)} had just been taken. We are sorry.`,
      `Your payment counts for every other date of the course: choose the one that suits you. If none does, write to ${data.schoolName}.`,
    ],
    action: { label: "Choose another date", url: `${data.appUrl}/dates` },
  };
}

function when(date: Dated): string {
  return sessionTime({ ...date, startsAt: new Date(date.startsAt), endsAt: new Date(date.endsAt) }, "en");
}
