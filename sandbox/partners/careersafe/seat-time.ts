/** What only CareerSafe has: a seat in a group, the time OSHA asks for, and a date by which all is done. */
import { html } from "#sandbox/html.ts";
import {
  answerDesk,
  countGroups,
  freeSeat,
  listGroups,
  openGroup,
  takeSeat,
} from "#sandbox/partners/careersafe/groups.ts";
import { stageOf } from "#sandbox/partners/course.ts";
import { InvalidCallError, required } from "#sandbox/partners/calls.ts";
import type { Enrollment } from "#sandbox/partners/enrollment.ts";
import type { Hold, Specials } from "#sandbox/partners/specials.ts";

const DAYS_TO_FINISH = 180;
const DAY_MS = 24 * 3600 * 1000;
/** A fast reader is through the modules before the time is up. */
const SHARE_OF_READING = 0.7;
const STUDY_MINUTES = 60;
const MOST_STUDY_MINUTES = 10_000;

/** What an assignment keeps. */
interface Attendance {
  groupCode: string;
  /** ISO 8601. */
  dueBy: string;
  /** Time in the course besides reading. */
  studyMinutes: number;
}

/** Minutes in the course, and how many it asks for: 600 for OSHA 10, 1800 for OSHA 30, none for short courses. */
export function seatTimeOf(assignment: Enrollment): { minutes: number; required: number } {
  const hours = Number(/^OSHA-(10|30)\b/i.exec(assignment.courseCode)?.[1] ?? 0);
  const required = hours * 60;
  const { progress, lessons, lessonsDone } = assignment;
  const read = Math.max(progress / 100, lessonsDone / lessons.length);
  const studied = attendanceOf(assignment)?.studyMinutes ?? 0;
  return { minutes: Math.floor(required * SHARE_OF_READING * read) + studied, required };
}

/** Whether its date is over, unfinished. */
export function isExpired(assignment: Enrollment, now: Date): boolean {
  const dueBy = attendanceOf(assignment)?.dueBy;
  return assignment.status === "enrolled" && dueBy !== undefined && now.getTime() > Date.parse(dueBy);
}

/** Group and date of an assignment; null for one that was never really made. */
export function attendanceOf({ special }: Enrollment): Attendance | null {
  return "groupCode" in special ? (special as unknown as Attendance) : null;
}

export const careersafeSpecials: Specials = {
  perform: ({ name, input }, office) =>
    name === "groups" ? listGroups(input, office) : openGroup(input, office),
  begin(assignment, input, office) {
    const groupCode = required(input, "group_code");
    const refused = takeSeat(groupCode, assignment.courseCode, office);
    const dueBy = new Date(office.now.getTime() + DAYS_TO_FINISH * DAY_MS).toISOString();
    return refused ?? attend(assignment, { groupCode, dueBy, studyMinutes: 0 });
  },
  end: freeSeat,
  holdAt(assignment, stage, { now }) {
    if (isExpired(assignment, now)) return OVER;
    const { minutes, required: asked } = seatTimeOf(assignment);
    return stage === "exam" && minutes < asked ? stay(minutes, asked) : null;
  },
  settle: (assignment) => study(assignment, missingMinutes({ ...assignment, progress: 100 })),
  acts: [
    {
      name: "study",
      label: "Stay in the course",
      by: "student",
      fields: () => [{ name: "minutes", label: "Minutes", type: "number", value: String(STUDY_MINUTES) }],
      isOpen: (assignment, { now }) =>
        stageOf(assignment) === "exam" && !isExpired(assignment, now) && missingMinutes(assignment) > 0,
      perform(assignment, input) {
        const studied = study(assignment, minutesIn(input));
        const isEnough = missingMinutes(studied) === 0;
        return { enrollment: studied, events: [isEnough ? "seat_time.reached" : "progress.updated"] };
      },
    },
    {
      name: "pass-deadline",
      label: "Let the deadline pass",
      by: "office",
      isOpen: (assignment, { now }) =>
        assignment.status === "enrolled" && attendanceOf(assignment) !== null && !isExpired(assignment, now),
      perform: (assignment, _input, { now }) => ({
        enrollment: attend(assignment, { dueBy: new Date(now.getTime() - 1000).toISOString() }),
        events: ["deadline.passed"],
      }),
    },
    {
      name: "extend-deadline",
      label: "Extend the deadline",
      by: "office",
      isOpen: (assignment, { now }) => isExpired(assignment, now),
      perform: (assignment, _input, { now }) => ({
        enrollment: attend(assignment, {
          dueBy: new Date(now.getTime() + DAYS_TO_FINISH * DAY_MS).toISOString(),
        }),
        events: ["deadline.extended"],
      }),
    },
  ],
  panel(assignment) {
    const { minutes, required: asked } = seatTimeOf(assignment);
    const attendance = attendanceOf(assignment);
    return html`<dl class="facts">
      <dt>Group</dt>
      <dd>${attendance?.groupCode ?? "none"}</dd>
      ${
        asked > 0 &&
        html`<dt>Time in the course</dt>
          <dd>${minutes} of ${asked} minutes</dd>`
      }
      <dt>To be finished by</dt>
      <dd>${attendance ? dayOf(attendance.dueBy) : "no date"}</dd>
    </dl>`;
  },
  counts: countGroups,
  countDoubles: (office) => countGroups(office).overfullGroups,
  desk: answerDesk,
};

const OVER: Hold = {
  title: "The time for this course is over",
  text: "It had to be finished by the date below. Your school can ask us for more time.",
  isForOffice: true,
};

function stay(minutes: number, asked: number): Hold {
  return {
    title: "Stay in the course",
    text: `All modules are read. OSHA asks for ${asked} minutes in the course; you have ${minutes}. The final exam opens then.`,
  };
}

function attend(assignment: Enrollment, changed: Partial<Attendance>): Enrollment {
  return { ...assignment, special: { ...assignment.special, ...changed } };
}

function study(assignment: Enrollment, minutes: number): Enrollment {
  const studyMinutes = (attendanceOf(assignment)?.studyMinutes ?? 0) + minutes;
  return attend(assignment, { studyMinutes });
}

function missingMinutes(assignment: Enrollment): number {
  const { minutes, required: asked } = seatTimeOf(assignment);
  return Math.max(0, asked - minutes);
}

function minutesIn(input: Readonly<Record<string, unknown>>): number {
  const minutes = Number(required(input, "minutes"));
  const isUsable = Number.isInteger(minutes) && minutes > 0 && minutes <= MOST_STUDY_MINUTES;
  if (!isUsable) throw new InvalidCallError("minutes");
  return minutes;
}

function dayOf(moment: string): string {
  return new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: "UTC" }).format(Date.parse(moment));
}
