import { notFound } from "next/navigation";
import { cache } from "react";
import { requireViewer, type Viewer } from "#app/viewer.ts";
import { findCourseToLearn, type CourseToLearn } from "#lib/db/reads/learn.ts";
import { readAs } from "#lib/db/reads/read-as.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Is this text an id at all? The database would refuse to compare anything else. */
export function isId(text: string): boolean {
  return UUID.test(text);
}

/** Reads the course for a page, once per request; a visitor signs in first, and what is somebody else's does not exist. */
export const readCourse = cache(
  async (attemptId: string): Promise<{ viewer: Viewer; course: CourseToLearn }> => {
    const viewer = await requireViewer(`/learn/${attemptId}`);
    const course = isId(attemptId)
      ? await readAs(viewer.claims, (tx) => findCourseToLearn(tx, attemptId))
      : null;
    return course ? { viewer, course } : notFound();
  },
);
