/** How a partner's own file says what this partner has that others have not. The engine knows none of it by name. */
import type { Html } from "#sandbox/html.ts";
import type { Progressed, Stage } from "#sandbox/partners/course.ts";
import type { OwnAnswer, Performed, SpecialOperation } from "#sandbox/partners/calls.ts";
import type { Enrollment } from "#sandbox/partners/enrollment.ts";
import type { PartnerRecords } from "#sandbox/partners/records.ts";
import type { Things } from "#sandbox/partners/things.ts";

/** What a special works with: everything the partner has on record. All of it happens in one transaction. */
export interface Office {
  records: PartnerRecords;
  things: Things;
  now: Date;
}

/** Why a course does not go on by itself, for the student. */
export interface Hold {
  title: string;
  text: string;
  /** True when not even the partner's office may fail an exam now: without a voucher there is none. */
  isForOffice?: boolean;
}

/** One field of an act's form, filled in beforehand. */
export interface ActField {
  name: string;
  label: string;
  type: "text" | "number" | "date" | "datetime-local";
  value: string;
}

/** Something that can be done to one enrollment at this partner alone. */
export interface SpecialAct {
  /** Last segment of its address. */
  name: string;
  label: string;
  /** `office`: not a button of the course page. */
  by: "student" | "office";
  fields?(enrollment: Enrollment, office: Office): readonly ActField[];
  isOpen(enrollment: Enrollment, office: Office): boolean;
  /** `input` holds texts from the form, or whatever JSON came. Throws InvalidCallError when something needed is absent or wrong. */
  perform(enrollment: Enrollment, input: Readonly<Record<string, unknown>>, office: Office): Progressed;
}

/** A request below `/_sandbox/partners/<slug>/` that only this partner knows. */
export interface DeskCall {
  method: string;
  path: readonly string[];
  query: URLSearchParams;
  input: Readonly<Record<string, unknown>>;
}

export interface Specials {
  /** Does an operation of kind `special` that this partner's `read` gave. */
  perform?(operation: SpecialOperation, office: Office): Performed;
  /** What begins with an enrollment: a voucher is used, a group joined, a date set. A refusal keeps it from being made. */
  begin?(
    enrollment: Enrollment,
    input: Readonly<Record<string, unknown>>,
    office: Office,
  ): Enrollment | OwnAnswer;
  /** What ends with a canceled enrollment: a seat is free again. */
  end?(enrollment: Enrollment, office: Office): void;
  /** What holds the student up at this stage; `finish` is the stage in which all but this is done. */
  holdAt?(enrollment: Enrollment, stage: Stage, office: Office): Hold | null;
  /** Fulfils everything by the partner's own power, before its office completes the course. */
  settle?(enrollment: Enrollment, office: Office): Enrollment;
  /** Enrollments that may have waited for this one, just completed. */
  waitingFor?(enrollment: Enrollment, office: Office): readonly Enrollment[];
  acts?: readonly SpecialAct[];
  /** What the course page shows beside lessons. */
  panel?(enrollment: Enrollment, office: Office): Html | null;
  /** Figures of its own, shown with the counts. */
  counts?(office: Office): Record<string, number>;
  /** How much was used twice that may be used once; must be 0. */
  countDoubles?(office: Office): number;
  /** Answers a request of the control desk as JSON; null when it has no such address. */
  desk?(call: DeskCall, office: Office): unknown;
}
