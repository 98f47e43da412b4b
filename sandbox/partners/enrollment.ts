/** What every partner has on record of a student. */

/** One account at a partner. */
export interface Account {
  id: string;
  /** The school's own reference, as it was sent. */
  reference: string;
  email: string;
  name: string;
}

export interface Certificate {
  number: string;
  /** `YYYY-MM-DD`. */
  issuedOn: string;
  expiresOn: string | null;
  pageUrl: string;
  verifyUrl: string;
}

/** One enrollment, with the state of its course. */
export interface Enrollment {
  id: string;
  accountId: string;
  reference: string;
  courseCode: string;
  status: "enrolled" | "completed" | "canceled";
  /** 0-100. */
  progress: number;
  /** Titles, in order. */
  lessons: readonly string[];
  lessonsDone: number;
  exam: "not_needed" | "open" | "passed" | "failed";
  examAttempts: number;
  skillsCheck: "not_needed" | "open" | "passed";
  createdAt: string;
  completedAt: string | null;
  certificate: Certificate | null;
  /** What only this partner's own file understands. */
  special: Readonly<Record<string, unknown>>;
}

/** What one course consists of. */
export interface CoursePlan {
  lessons: readonly string[];
  hasExam: boolean;
}

/** `enrollment.created`, `progress.updated`, `course.completed`, `certificate.issued`, `exam.failed`, or a partner's own (`session.booked`). */
export type EventType = `${string}.${string}`;
