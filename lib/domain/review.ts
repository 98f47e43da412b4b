/** Reviews as pages show them. */
import type { Rating } from "#lib/domain/rating.ts";

/** A review without its author: nobody but they and the school knows who wrote it. */
export interface Review {
  id: string;
  rating: number;
  body: string;
  at: Date;
}

/** A course with what its students gave it. */
export interface RatedCourse {
  id: string;
  name: string;
  partner: { slug: string; name: string };
  rating: Rating;
}

/** A course its reader is or was in, and what they said of it. */
export interface ReviewableCourse {
  id: string;
  name: string;
  partner: { slug: string; name: string };
  mine: { rating: number; body: string; at: Date; hiddenReason: string | null } | null;
}
