/** Reviews as whoever runs the school sees them. Admins only see all rows. */
import type { Tx } from "#lib/db/client.ts";
import { pageOf, windowOf, type PageOf } from "#lib/db/reads/page-of.ts";

export interface AdminReview {
  id: string;
  rating: number;
  body: string;
  at: Date;
  hiddenAt: Date | null;
  hiddenReason: string | null;
  course: { id: string; name: string };
  partnerName: string;
  student: { name: string; email: string };
}

/** Lists reviews, the one that changed last first: all, or those that are hidden. One query. */
export async function listAdminReviews(
  tx: Tx,
  only: "all" | "hidden",
  page: number,
): Promise<PageOf<AdminReview>> {
  const { limit, offset } = windowOf(page);
  let query = tx
    .selectFrom("course_reviews as v")
    .innerJoin("partner_courses as c", "c.id", "v.course_id")
    .innerJoin("partner_lms_providers as p", "p.id", "c.provider_id")
    .innerJoin("profiles as f", "f.id", "v.student_id")
    .select([
      "v.id",
      "v.rating",
      "v.body",
      "v.updated_at as at",
      "v.hidden_at as hiddenAt",
      "v.hidden_reason as hiddenReason",
      "c.id as courseId",
      "c.course_name as courseName",
      "p.provider_name as partnerName",
      "f.full_name as name",
      "f.email",
    ]);
  if (only === "hidden") query = query.where("v.hidden_at", "is not", null);
  const rows = await query
    .orderBy("v.updated_at", "desc")
    .orderBy("v.id")
    .limit(limit)
    .offset(offset)
    .execute();
  return pageOf(
    rows.map(({ courseId, courseName, name, email, ...row }) => ({
      ...row,
      course: { id: courseId, name: courseName },
      student: { name, email },
    })),
    page,
  );
}
