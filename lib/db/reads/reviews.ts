/** Reviews as visitors and their authors see them. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import { pageOf, windowOf, type PageOf } from "#lib/db/reads/page-of.ts";
import { NO_RATING, type Rating } from "#lib/domain/rating.ts";
import type { RatedCourse, Review, ReviewableCourse } from "#lib/domain/review.ts";

/** Reads the courses of a program with their ratings, in the order of the path, each once. One query. */
export async function readRatedCourses(tx: Tx, programId: string): Promise<RatedCourse[]> {
  const rows = await selectRated(tx)
    .innerJoin("program_partner_lms as o", "o.course_id", "c.id")
    .where("o.program_id", "=", programId)
    .select(sql<number>`min(o.sequence_order)`.as("position"))
    .groupBy(["c.id", "p.id", "r.course_id"])
    .orderBy("position")
    .orderBy("p.provider_name")
    .execute();
  return rows.map(asRated);
}

/** Reads one course with its rating; null for an unknown one. */
export async function findRatedCourse(tx: Tx, courseId: string): Promise<RatedCourse | null> {
  const row = await selectRated(tx).where("c.id", "=", courseId).executeTakeFirst();
  return row ? asRated(row) : null;
}

/** Lists the reviews of a course that have words, the newest first. To be asked as a visitor: authors and admins see more rows. */
export async function listReviews(tx: Tx, courseId: string, page: number): Promise<PageOf<Review>> {
  const { limit, offset } = windowOf(page);
  return pageOf(await selectReviews(tx, courseId).limit(limit).offset(offset).execute(), page);
}

/** Reads the newest reviews with words of a course, for a page about something else. */
export function readNewestReviews(tx: Tx, courseId: string, count: number): Promise<Review[]> {
  return selectReviews(tx, courseId).limit(count).execute();
}

/** Lists the courses the person may review, the last one begun first. One query. */
export async function readReviewable(tx: Tx): Promise<ReviewableCourse[]> {
  const { rows } = await sql<{
    id: string;
    name: string;
    slug: string;
    partner: string;
    rating: number | null;
    body: string;
    at: Date;
    hiddenReason: string | null;
  }>`
    select c.id, c.course_name as name, p.provider_type as slug, p.provider_name as partner,
      v.rating, v.body, v.updated_at as at, v.hidden_reason as "hiddenReason"
    from (
      select course_id, max(enrolled_at) as since from public.partner_lms_enrollments
      where student_id = (select auth.uid()) and status in ('active', 'completed') group by course_id) e
    join public.partner_courses c on c.id = e.course_id
    join public.partner_lms_providers p on p.id = c.provider_id
    left join public.course_reviews v on v.course_id = e.course_id and v.student_id = (select auth.uid())
    order by e.since desc nulls last, c.course_name`.execute(tx);
  return rows.map(({ id, name, slug, partner, rating, body, at, hiddenReason }) => ({
    id,
    name,
    partner: { slug, name: partner },
    mine: rating === null ? null : { rating, body, at, hiddenReason },
  }));
}

function selectReviews(tx: Tx, courseId: string) {
  return tx
    .selectFrom("course_reviews")
    .select(["id", "rating", "body", "updated_at as at"])
    .where("course_id", "=", courseId)
    .where("body", "<>", "")
    .orderBy("updated_at", "desc")
    .orderBy("id");
}

function selectRated(tx: Tx) {
  return tx
    .selectFrom("partner_courses as c")
    .innerJoin("partner_lms_providers as p", "p.id", "c.provider_id")
    .leftJoin("course_ratings as r", "r.course_id", "c.id")
    .select([
      "c.id",
      "c.course_name as name",
      "p.provider_type as slug",
      "p.provider_name as partner",
      "r.ones",
      "r.twos",
      "r.threes",
      "r.fours",
      "r.fives",
      "r.review_count",
      "r.average",
    ]);
}

interface RatedRow {
  id: string;
  name: string;
  slug: string;
  partner: string;
  ones: number | null;
  twos: number | null;
  threes: number | null;
  fours: number | null;
  fives: number | null;
  review_count: number | null;
  average: string | null;
}

function asRated(row: RatedRow): RatedCourse {
  const rating: Rating = {
    count: row.review_count ?? 0,
    average: row.average === null ? null : Number(row.average),
    spread: {
      1: row.ones ?? 0,
      2: row.twos ?? 0,
      3: row.threes ?? 0,
      4: row.fours ?? 0,
      5: row.fives ?? 0,
    },
  };
  return {
    id: row.id,
    name: row.name,
    partner: { slug: row.slug, name: row.partner },
    rating: rating.count > 0 ? rating : NO_RATING,
  };
}
