"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { NO_ANSWER, type AuthorAnswer } from "#app/admin/courses/form-answer.ts";
import { readReason, readSessionForm } from "#app/admin/sessions/forms.ts";
import { requireAdmin } from "#app/viewer.ts";
import {
  callOffSession,
  keepSession,
  requireDates,
  SessionRefusedError,
} from "#lib/automation/keep-sessions.ts";
import { webDeps } from "#lib/automation/web-deps.ts";

const place = z.object({ courseId: z.uuid(), sessionId: z.uuid().nullable() });
const course = z.object({ courseId: z.uuid(), required: z.enum(["yes", "no"]) });

/** Adds a date, or changes one; whoever booked it is told. */
export async function keepSessionAction(
  given: z.input<typeof place>,
  _before: AuthorAnswer,
  data: FormData,
): Promise<AuthorAnswer> {
  const at = place.parse(given);
  const form = readSessionForm(data, at.sessionId === null, new Date());
  const { claims } = await requireAdmin();
  if (!form.ok) return { ...NO_ANSWER, problem: form.problem };
  return answer(async () => {
    await keepSession(webDeps().db, claims, at, form.value);
    return at.sessionId ? "The date is saved. Whoever booked it is told what changed." : "The date is added.";
  });
}

/** Cancels a date; whoever booked it is told why. */
export async function cancelSessionAction(
  given: string,
  _before: AuthorAnswer,
  data: FormData,
): Promise<AuthorAnswer> {
  const sessionId = z.uuid().parse(given);
  const reason = readReason(data);
  const { claims } = await requireAdmin();
  if (!reason.ok) return { ...NO_ANSWER, problem: reason.problem };
  return answer(async () => {
    await callOffSession(webDeps().db, claims, sessionId, reason.value);
    return "The date is canceled. Whoever booked it is told why, and chooses another one.";
  });
}

/** Says whether a course can be bought with a date only: the pressed button says which. */
export async function requireDatesAction(data: FormData): Promise<void> {
  const { courseId, required } = course.parse(Object.fromEntries(data));
  const { claims } = await requireAdmin();
  await requireDates(webDeps().db, claims, courseId, required === "yes");
  refresh();
}

async function answer(work: () => Promise<string>): Promise<AuthorAnswer> {
  try {
    const done = await work();
    refresh();
    return { ...NO_ANSWER, done };
  } catch (error) {
    if (error instanceof SessionRefusedError) return { ...NO_ANSWER, problem: error.message };
    throw error;
  }
}
