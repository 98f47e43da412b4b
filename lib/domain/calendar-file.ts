/** iCalendar files (RFC 5545): dates of courses as calendars take them. Times are in UTC, so no zone needs describing. */

export interface CalendarEvent {
  /** Stays the same for ever: by it a calendar finds the event again. */
  uid: string;
  /** Grows with each change. */
  sequence: number;
  startsAt: Date;
  endsAt: Date;
  changedAt: Date;
  title: string;
  description: string;
  /** Empty for none. */
  place: string;
  /** Null for none. */
  url: string | null;
  canceled: boolean;
}

/** Octets of a line, its end not counted (RFC 5545, 3.1). */
const LINE_OCTETS = 75;

/** Writes a calendar with these events. `now` is when the file is made. */
export function calendarFile(events: readonly CalendarEvent[], now: Date): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Baton//Dates of courses//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    ...events.flatMap((event) => linesOf(event, now)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

function linesOf(event: CalendarEvent, now: Date): string[] {
  return [
    "BEGIN:VEVENT",
    `UID:${escape(event.uid)}`,
    `DTSTAMP:${utc(now)}`,
    `LAST-MODIFIED:${utc(event.changedAt)}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTART:${utc(event.startsAt)}`,
    `DTEND:${utc(event.endsAt)}`,
    `SUMMARY:${escape(event.title)}`,
    ...(event.description ? [`DESCRIPTION:${escape(event.description)}`] : []),
    ...(event.place ? [`LOCATION:${escape(event.place)}`] : []),
    // A URI is written as it is; what could end the line was refused when it was entered, and goes for certain here.
    ...(event.url ? [`URL:${event.url.replaceAll(/[\p{Cc}\s]/gu, "")}`] : []),
    `STATUS:${event.canceled ? "CANCELLED" : "CONFIRMED"}`,
    "END:VEVENT",
  ];
}

/** `20261203T150000Z` */
function utc(moment: Date): string {
  return `${moment.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
}

/** Text of a property: a backslash before what means something, line breaks as `\n`, no other control characters. */
function escape(text: string): string {
  return text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[\\;,]/g, String.raw`\$&`)
    .replaceAll("\n", String.raw`\n`)
    .replaceAll(/\p{Cc}/gu, "");
}

/** Breaks a line that is too long; the next one begins with a space. No character is cut in two. */
function fold(line: string): string {
  let folded = "";
  let octets = 0;
  for (const character of line) {
    const size = new TextEncoder().encode(character).length;
    if (octets + size > LINE_OCTETS) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}
