import { notFound } from "next/navigation";
import { z } from "zod";
import { requireAdmin } from "#app/viewer.ts";
import { findOwnCourse, type OwnCourseToEdit } from "#lib/db/reads/own-courses.ts";
import { readAs } from "#lib/db/reads/read-as.ts";

/** Reads a course of our own for its author; for everybody else there is no such page. */
export async function readOwnCourse(courseId: string): Promise<OwnCourseToEdit> {
  const viewer = await requireAdmin();
  if (!z.uuid().safeParse(courseId).success) notFound();
  return (await readAs(viewer.claims, (tx) => findOwnCourse(tx, courseId))) ?? notFound();
}
