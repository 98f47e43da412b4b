"use server";

import { refresh } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { NO_ANSWER, type AuthorAnswer } from "#app/admin/courses/form-answer.ts";
import { lessonOf, readCourseForm, readOfferForm } from "#app/admin/courses/forms.ts";
import { requireAdmin } from "#app/viewer.ts";
import {
  AuthorRefusedError,
  changeCourse,
  createCourse,
  moveLessonInCourse,
  offerCourse,
  removeLesson,
  saveLesson,
} from "#lib/automation/hosted-course-author.ts";
import { webDeps } from "#lib/automation/web-deps.ts";

const courseAddress = z.object({ courseId: z.uuid() });
const lessonAddress = courseAddress.extend({ lessonId: z.uuid() });
const movedLesson = lessonAddress.extend({ direction: z.enum(["up", "down"]) });
const savedAddress = courseAddress.extend({ lessonId: z.uuid().nullable() });

/** Adds a course and leads to it. */
export async function createCourseAction(_before: AuthorAnswer, data: FormData): Promise<AuthorAnswer> {
  const form = readCourseForm(data);
  const { claims } = await requireAdmin();
  if (!form.ok) return { ...NO_ANSWER, problem: form.problem };
  return answer(async () => leadTo(`/admin/courses/${await createCourse(webDeps().db, claims, form.value)}`));
}

/** Changes what a course says of itself. */
export async function changeCourseAction(
  given: z.input<typeof courseAddress>,
  _before: AuthorAnswer,
  data: FormData,
): Promise<AuthorAnswer> {
  const { courseId } = courseAddress.parse(given);
  const form = readCourseForm(data);
  const { claims } = await requireAdmin();
  if (!form.ok) return { ...NO_ANSWER, problem: form.problem };
  return answer(async () => {
    await changeCourse(webDeps().db, claims, courseId, form.value);
    refresh();
    return { ...NO_ANSWER, done: "The course is saved." };
  });
}

/** Adds or changes a lesson and leads back to its course. */
export async function saveLessonAction(
  given: z.input<typeof savedAddress>,
  _before: AuthorAnswer,
  data: FormData,
): Promise<AuthorAnswer> {
  const at = savedAddress.parse(given);
  const form = lessonOf(data);
  const { claims } = await requireAdmin();
  if (!form.ok) return { ...NO_ANSWER, problem: form.problem };
  return answer(async () => {
    await saveLesson(webDeps().db, claims, at, form.value.lesson, form.value.questions);
    return leadTo(`/admin/courses/${at.courseId}`);
  });
}

/** Moves a lesson one place up or down: the pressed button says which. */
export async function moveLessonAction(data: FormData): Promise<void> {
  const { direction, ...at } = movedLesson.parse(Object.fromEntries(data));
  const { claims } = await requireAdmin();
  await moveLessonInCourse(webDeps().db, claims, at, direction).catch(ignoreRefusal);
  refresh();
}

/** Takes a lesson out of its course. */
export async function removeLessonAction(data: FormData): Promise<void> {
  const at = lessonAddress.parse(Object.fromEntries(data));
  const { claims } = await requireAdmin();
  await removeLesson(webDeps().db, claims, at).catch(ignoreRefusal);
  refresh();
}

/** Puts a course on sale, or takes it off. */
export async function offerCourseAction(
  given: z.input<typeof courseAddress>,
  _before: AuthorAnswer,
  data: FormData,
): Promise<AuthorAnswer> {
  const { courseId } = courseAddress.parse(given);
  const form = readOfferForm(data);
  const { claims } = await requireAdmin();
  if (!form.ok) return { ...NO_ANSWER, problem: form.problem };
  return answer(async () => {
    await offerCourse(webDeps().db, claims, courseId, form.value);
    refresh();
    return {
      ...NO_ANSWER,
      done: form.value.active ? "The course is on sale." : "The course is not on sale.",
    };
  });
}

async function answer(work: () => Promise<AuthorAnswer>): Promise<AuthorAnswer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AuthorRefusedError) return { ...NO_ANSWER, problem: error.message };
    throw error;
  }
}

/** What is gone or was never there: the page drawn anew shows it. */
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof AuthorRefusedError)) throw error;
}

/** Scripts are told where to go: a redirect would make this server fetch its own page over an address it would guess. */
async function leadTo(path: string): Promise<AuthorAnswer> {
  if ((await headers()).has("next-action")) return { ...NO_ANSWER, goTo: path };
  redirect(path);
}
