/** What a course page says; each partner may have its own words. */

export interface CourseWords {
  /** Before the course code, as the page's heading. */
  course: string;
  progress: string;
  /** One lesson, and the list of them. */
  lesson: string;
  lessons: string;
  readLesson: string;
  exam: string;
  takeExam: string;
  examAgain: string;
  passExam: string;
  failExam: string;
  skills: string;
  takeSkills: string;
  passSkills: string;
  finished: string;
}

export const COURSE_WORDS: CourseWords = {
  course: "Course",
  progress: "Your progress",
  lesson: "Lesson",
  lessons: "Lessons",
  readLesson: "Read the lesson, then mark it as finished.",
  exam: "Final exam",
  takeExam: "All lessons are finished. Take the exam when you are ready.",
  examAgain: "You did not pass this time. You can take the exam again.",
  passExam: "Pass the exam",
  failExam: "Fail the exam",
  skills: "Remote skills check",
  takeSkills: "You passed the exam. An instructor now watches you show what you learned.",
  passSkills: "Pass the skills check",
  finished: "Course finished",
};
