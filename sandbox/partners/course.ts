/** How a course goes: lessons, an exam that can be failed and taken again, at some partners a skills check, then done. Pure. */
import type { Certificate, Enrollment, EventType } from "#sandbox/partners/played.ts";

const LESSONS = [
  "Welcome and what you will learn",
  "The essentials",
  "Practice with examples",
  "Special situations",
  "Review",
];
const FEWEST_LESSONS = 3;

/** What the student can do next. */
export type Stage = "lesson" | "exam" | "skills" | "done" | "canceled";

/** An enrollment after a step, and the news the partner sends of it. */
export interface Progressed {
  enrollment: Enrollment;
  events: readonly EventType[];
}

/** The lessons of a course, three to five; the same ones for the same code. */
export function lessonsOf(courseCode: string): string[] {
  const sum = [...courseCode].reduce((total, char) => total + (char.codePointAt(0) ?? 0), 0);
  const count = FEWEST_LESSONS + (sum % (LESSONS.length - FEWEST_LESSONS + 1));
  return [...LESSONS.slice(0, count - 1), LESSONS.at(-1) ?? "Review"];
}

export function stageOf(enrollment: Enrollment): Stage {
  if (enrollment.status === "canceled") return "canceled";
  if (enrollment.status === "completed") return "done";
  if (enrollment.lessonsDone < lessonsOf(enrollment.courseCode).length) return "lesson";
  if (enrollment.exam !== "passed") return "exam";
  return "skills";
}

/** Ends the current lesson. Nothing happens at another stage. */
export function finishLesson(enrollment: Enrollment): Progressed {
  if (stageOf(enrollment) !== "lesson") return unchanged(enrollment);
  return advanced({ ...enrollment, lessonsDone: enrollment.lessonsDone + 1 });
}

/** Passes the exam: on to the skills check, or finished. Nothing happens at another stage. */
export function passExam(enrollment: Enrollment, newCertificate: () => Certificate): Progressed {
  if (stageOf(enrollment) !== "exam") return unchanged(enrollment);
  if (enrollment.skillsCheck === "open") return advanced({ ...enrollment, exam: "passed" });
  return complete(enrollment, newCertificate);
}

/** Fails the exam, from whatever lesson; it can be taken again. Nothing happens once the course has ended. */
export function failExam(enrollment: Enrollment): Progressed {
  if (isOver(enrollment)) return unchanged(enrollment);
  return { enrollment: { ...enrollment, exam: "failed" }, events: ["exam.failed"] };
}

/** Passes the skills check, which finishes the course. Nothing happens at another stage. */
export function passSkillsCheck(enrollment: Enrollment, newCertificate: () => Certificate): Progressed {
  return stageOf(enrollment) === "skills" ? complete(enrollment, newCertificate) : unchanged(enrollment);
}

/** Sets progress to 0-100, whatever it was. 100 does not finish the course. Nothing happens once it has ended. */
export function setProgress(enrollment: Enrollment, progress: number): Progressed {
  if (isOver(enrollment)) return unchanged(enrollment);
  const lessonsDone = Math.floor((progress / 100) * lessonsOf(enrollment.courseCode).length);
  return { enrollment: { ...enrollment, progress, lessonsDone }, events: ["progress.updated"] };
}

/** Finishes the course at once. Nothing happens once it has ended. */
export function complete(enrollment: Enrollment, newCertificate: () => Certificate): Progressed {
  if (isOver(enrollment)) return unchanged(enrollment);
  const finished: Enrollment = {
    ...enrollment,
    status: "completed",
    progress: 100,
    lessonsDone: lessonsOf(enrollment.courseCode).length,
    exam: "passed",
    skillsCheck: enrollment.skillsCheck === "open" ? "passed" : enrollment.skillsCheck,
    completedAt: new Date().toISOString(),
    certificate: newCertificate(),
  };
  return { enrollment: finished, events: ["course.completed", "certificate.issued"] };
}

function isOver({ status }: Enrollment): boolean {
  return status !== "enrolled";
}

function unchanged(enrollment: Enrollment): Progressed {
  return { enrollment, events: [] };
}

/** Progress counts lessons, exam and skills check alike, and does not fall below what was set from outside. */
function advanced(enrollment: Enrollment): Progressed {
  const units = lessonsOf(enrollment.courseCode).length + (enrollment.skillsCheck === "not_needed" ? 1 : 2);
  const done = enrollment.lessonsDone + (enrollment.exam === "passed" ? 1 : 0);
  const progress = Math.max(enrollment.progress, Math.floor((100 * done) / units));
  return { enrollment: { ...enrollment, progress }, events: ["progress.updated"] };
}
