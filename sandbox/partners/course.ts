/** How a course goes: lessons, an exam that can be failed and taken again, at some partners a skills check, then done. Pure. */
import type { Certificate, Enrollment, EventType } from "#sandbox/partners/enrollment.ts";

const LESSONS = [
  "Welcome and what you will learn",
  "The essentials",
  "Practice with examples",
  "Special situations",
  "Review",
];
const FEWEST_LESSONS = 3;

/** Whether any partner teaches it: codes beginning with UNKNOWN are for trying what happens otherwise. */
export function isKnownCourse(courseCode: string): boolean {
  return !/^UNKNOWN/i.test(courseCode);
}

/** What the student can do next; at `finish` all is done but what holds the course up. */
export type Stage = "lesson" | "exam" | "skills" | "finish" | "done" | "canceled";

/** How a course of this partner ends. */
export interface Ending {
  newCertificate(): Certificate;
  /** Whether something of the partner's own still keeps it from being finished. */
  isHeldUp(enrollment: Enrollment): boolean;
}

/** An enrollment after a step, and the news the partner sends of it. */
export interface Progressed {
  enrollment: Enrollment;
  events: readonly EventType[];
}

/** The usual lessons of a course, three to five; the same ones for the same code. */
export function lessonsOf(courseCode: string): string[] {
  const sum = [...courseCode].reduce((total, char) => total + (char.codePointAt(0) ?? 0), 0);
  const count = FEWEST_LESSONS + (sum % (LESSONS.length - FEWEST_LESSONS + 1));
  return [...LESSONS.slice(0, count - 1), LESSONS.at(-1) ?? "Review"];
}

export function stageOf(enrollment: Enrollment): Stage {
  if (enrollment.status === "canceled") return "canceled";
  if (enrollment.status === "completed") return "done";
  if (enrollment.lessonsDone < enrollment.lessons.length) return "lesson";
  if (enrollment.exam === "open" || enrollment.exam === "failed") return "exam";
  return enrollment.skillsCheck === "open" ? "skills" : "finish";
}

/** Ends the current lesson; the last one finishes a course without an exam. Nothing happens at another stage. */
export function finishLesson(enrollment: Enrollment, ending: Ending): Progressed {
  if (stageOf(enrollment) !== "lesson") return unchanged(enrollment);
  return goOn({ ...enrollment, lessonsDone: enrollment.lessonsDone + 1 }, ending);
}

/** Passes the exam: on to the skills check, or finished. Nothing happens at another stage. */
export function passExam(enrollment: Enrollment, ending: Ending): Progressed {
  if (stageOf(enrollment) !== "exam") return unchanged(enrollment);
  const examAttempts = enrollment.examAttempts + 1;
  return goOn({ ...enrollment, exam: "passed", examAttempts }, ending);
}

/** Fails the exam, from whatever lesson. Nothing happens once the course has ended. */
export function failExam(enrollment: Enrollment): Progressed {
  if (isOver(enrollment)) return unchanged(enrollment);
  const examAttempts = enrollment.examAttempts + 1;
  return { enrollment: { ...enrollment, exam: "failed", examAttempts }, events: ["exam.failed"] };
}

/** Passes the skills check, which finishes the course unless something holds it up. Nothing happens at another stage. */
export function passSkillsCheck(enrollment: Enrollment, ending: Ending): Progressed {
  if (stageOf(enrollment) !== "skills") return unchanged(enrollment);
  return goOn({ ...enrollment, skillsCheck: "passed" }, ending);
}

/** Finishes a course in which everything is done and nothing holds it up any more; else nothing happens. */
export function finishIfReady(enrollment: Enrollment, ending: Ending): Progressed {
  const isReady = stageOf(enrollment) === "finish" && !ending.isHeldUp(enrollment);
  return isReady ? complete(enrollment, ending) : unchanged(enrollment);
}

/** Sets progress to 0-100, whatever it was. 100 does not finish the course. Nothing happens once it has ended. */
export function setProgress(enrollment: Enrollment, progress: number): Progressed {
  if (isOver(enrollment)) return unchanged(enrollment);
  const lessonsDone = Math.floor((progress / 100) * enrollment.lessons.length);
  return { enrollment: { ...enrollment, progress, lessonsDone }, events: ["progress.updated"] };
}

/** Finishes the course at once. Nothing happens once it has ended. */
export function complete(enrollment: Enrollment, ending: Pick<Ending, "newCertificate">): Progressed {
  if (isOver(enrollment)) return unchanged(enrollment);
  const finished: Enrollment = {
    ...enrollment,
    status: "completed",
    progress: 100,
    lessonsDone: enrollment.lessons.length,
    exam: enrollment.exam === "not_needed" ? "not_needed" : "passed",
    skillsCheck: enrollment.skillsCheck === "open" ? "passed" : enrollment.skillsCheck,
    completedAt: new Date().toISOString(),
    certificate: ending.newCertificate(),
  };
  return { enrollment: finished, events: ["course.completed", "certificate.issued"] };
}

function isOver({ status }: Enrollment): boolean {
  return status !== "enrolled";
}

/** Finished, or a step further when something is still to come. */
function goOn(enrollment: Enrollment, ending: Ending): Progressed {
  const finished = finishIfReady(enrollment, ending);
  return finished.events.length > 0 ? finished : advanced(enrollment);
}

/** Nothing happened. */
export function unchanged(enrollment: Enrollment): Progressed {
  return { enrollment, events: [] };
}

/** Progress counts lessons, exam and skills check alike, and does not fall below what was set from outside. */
function advanced(enrollment: Enrollment): Progressed {
  const checks = [enrollment.exam, enrollment.skillsCheck].filter((check) => check !== "not_needed");
  const units = enrollment.lessons.length + checks.length;
  const done = enrollment.lessonsDone + checks.filter((check) => check === "passed").length;
  const progress = Math.max(enrollment.progress, Math.floor((100 * done) / units));
  return { enrollment: { ...enrollment, progress }, events: ["progress.updated"] };
}
