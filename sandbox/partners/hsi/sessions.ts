/** What only HSI has: a skills session, booked by the student once the online part is done. */
import { html } from "#sandbox/html.ts";
import { stageOf } from "#sandbox/partners/course.ts";
import { InvalidCallError, required } from "#sandbox/partners/calls.ts";
import type { Enrollment } from "#sandbox/partners/enrollment.ts";
import type { ActField, Specials } from "#sandbox/partners/specials.ts";

const DAYS_AHEAD = 3;
const DAY_MS = 24 * 3600 * 1000;
const PLACE = "Remote, over video";

/** A booked session. */
export interface SkillsSession {
  /** ISO 8601, UTC. */
  startsAt: string;
  location: string;
}

/** The session a student booked; null while there is none. */
export function sessionOf({ special }: Enrollment): SkillsSession | null {
  return (special["session"] as SkillsSession | undefined) ?? null;
}

export const hsiSpecials: Specials = {
  holdAt(enrollment, stage) {
    if (stage !== "skills" || sessionOf(enrollment) !== null) return null;
    return {
      title: "Book your skills session",
      text: "The online part is done. An instructor now has to see your skills: book a session for your skills check.",
    };
  },
  acts: [
    {
      name: "book-session",
      label: "Book this session",
      by: "student",
      fields: (_enrollment, { now }) => bookingFields(now),
      isOpen: (enrollment) => stageOf(enrollment) === "skills" && sessionOf(enrollment) === null,
      perform(enrollment, input) {
        const session = { startsAt: momentIn(input, "at"), location: required(input, "place") };
        return { enrollment: { ...enrollment, special: { session } }, events: ["session.booked"] };
      },
    },
    {
      name: "cancel-session",
      label: "Cancel the session",
      by: "student",
      isOpen: (enrollment) => stageOf(enrollment) === "skills" && sessionOf(enrollment) !== null,
      perform: (enrollment) => ({
        enrollment: { ...enrollment, special: {} },
        events: ["session.canceled"],
      }),
    },
  ],
  panel(enrollment) {
    const session = sessionOf(enrollment);
    return html`<dl class="facts">
      <dt>Online part</dt>
      <dd>${enrollment.exam === "passed" ? "done" : "under way"}</dd>
      <dt>Skills session</dt>
      <dd>
        ${
          session
            ? html`<time datetime="${session.startsAt}">${inWords(session.startsAt)}</time>,
                ${session.location}`
            : "not booked"
        }
      </dd>
      <dt>Certification card</dt>
      <dd>${enrollment.certificate?.number ?? "after the skills check"}</dd>
    </dl>`;
  },
};

function bookingFields(now: Date): ActField[] {
  const day = new Date(now.getTime() + DAYS_AHEAD * DAY_MS).toISOString().slice(0, 10);
  return [
    { name: "at", label: "Begins (UTC)", type: "datetime-local", value: `${day}T15:00` },
    { name: "place", label: "Where", type: "text", value: PLACE },
  ];
}

/** A moment with offset, or the zone-less one of a form, which is UTC. Throws InvalidCallError. */
function momentIn(input: Readonly<Record<string, unknown>>, field: string): string {
  const text = required(input, field);
  const isZoned = /(Z|[+-]\d\d:\d\d)$/.test(text);
  const moment = Date.parse(isZoned ? text : `${text}Z`);
  if (Number.isNaN(moment)) throw new InvalidCallError(field);
  return new Date(moment).toISOString();
}

function inWords(moment: string): string {
  return (
    new Intl.DateTimeFormat("en-US", {
      dateStyle: "full",
      timeStyle: "short",
      timeZone: "UTC",
    }).format(Date.parse(moment)) + " UTC"
  );
}
