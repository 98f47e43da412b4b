import type { Metadata } from "next";
import { AdminFrame } from "#app/admin/admin-frame.tsx";
import { createCourseAction } from "#app/admin/courses/actions.ts";
import { AuthorForm } from "#app/admin/courses/author-form.tsx";
import { CourseFields } from "#app/admin/courses/course-fields.tsx";
import { requireAdmin } from "#app/viewer.ts";
import { EmptyState } from "#components/EmptyState.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { listOwnCourses } from "#lib/db/reads/own-courses.ts";
import { readAs } from "#lib/db/reads/read-as.ts";

export const metadata: Metadata = { title: "Courses" };

export default async function CoursesPage() {
  const viewer = await requireAdmin();
  const courses = await readAs(viewer.claims, listOwnCourses);
  return (
    <AdminFrame title="Courses of our own">
      {courses.length > 0 ? (
        <ul aria-label="Courses of our own" className="card mt-6 max-w-3xl divide-y divide-edge">
          {courses.map((course) => (
            <li key={course.id} className="px-5 py-4">
              <h2 className="text-lg">
                <PlainLink href={`/admin/courses/${course.id}`}>{course.name}</PlainLink>
              </h2>
              <p className="figures text-ink-soft">
                {course.lessons} {course.lessons === 1 ? "lesson" : "lessons"} · {course.learning} learning ·{" "}
                {course.finished} finished
              </p>
            </li>
          ))}
        </ul>
      ) : (
        <div className="mt-6">
          <EmptyState title="No course yet">
            <p>Write the first one below. Students see it once it has lessons and is on sale.</p>
          </EmptyState>
        </div>
      )}
      <section aria-labelledby="new" className="mt-10 grid gap-4">
        <h2 id="new">Add a course</h2>
        <AuthorForm act={createCourseAction} button="Add the course">
          <CourseFields />
        </AuthorForm>
      </section>
    </AdminFrame>
  );
}
