import { answering, json } from "#app/api/answer.ts";
import { requireClaims } from "#app/api/require.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { readStudentEnrollments } from "#lib/db/reads/student-enrollments.ts";

/** Every order and enrollment of the student who asks, with steps, progress and certificates. */
export const GET = answering("student-partner-enrollments", async (request) =>
  json(await readAs(await requireClaims(request), readStudentEnrollments)),
);
