/** What students gave a course: how many reviews, their average, and how many gave each number of stars. */

export const STARS = [5, 4, 3, 2, 1] as const;

export type Stars = (typeof STARS)[number];

export interface Rating {
  count: number;
  /** 1 to 5; null while nobody said anything. */
  average: number | null;
  /** Reviews by number of stars. */
  spread: Readonly<Record<Stars, number>>;
}

export const NO_RATING: Rating = { count: 0, average: null, spread: { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 } };

export const MAX_REVIEW_LENGTH = 2000;

/** Says what share of the reviews gave so many stars, in whole percent; 0 while there are none. */
export function shareOf(rating: Rating, stars: Stars): number {
  return rating.count === 0 ? 0 : Math.round((rating.spread[stars] / rating.count) * 100);
}

/**
 * Reads a review as somebody typed it: plain text, line breaks kept, other control characters and what only steers
 * the direction of text left out. Null when it has no stars or is too long.
 */
export function readReview(typed: {
  rating: unknown;
  body: unknown;
}): { rating: Stars; body: string } | null {
  const rating = STARS.find((stars) => String(stars) === typed.rating);
  const text = typeof typed.body === "string" ? typed.body : "";
  const body = text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[^\P{C}\n\u200d]/gu, "")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
  return rating && body.length <= MAX_REVIEW_LENGTH ? { rating, body } : null;
}
