import { expect, test } from "vitest";
import { NO_RATING, readReview, shareOf, type Rating } from "#lib/domain/rating.ts";

test("shares are whole percents of all reviews", () => {
  const rating: Rating = { count: 3, average: 4, spread: { 1: 0, 2: 1, 3: 0, 4: 0, 5: 2 } };
  expect([shareOf(rating, 5), shareOf(rating, 2), shareOf(rating, 1)]).toEqual([67, 33, 0]);
  expect(shareOf(NO_RATING, 5)).toBe(0);
});

test("a review keeps its words and its line breaks", () => {
  expect(readReview({ rating: "4", body: "  Great.\r\n\r\n\r\n\r\nMuy útil 👩‍⚕️ " })).toEqual({
    rating: 4,
    body: "Great.\n\nMuy útil 👩‍⚕️",
  });
  expect(readReview({ rating: "1", body: undefined })).toEqual({ rating: 1, body: "" });
});

test("markup stays text, and what would turn text around is left out", () => {
  expect(readReview({ rating: "5", body: "<b>\u0000\u202Ebold\u2066</b>" })?.body).toBe("<b>bold</b>");
});

test("no stars, other stars and too many words are refused", () => {
  for (const rating of [undefined, "", "0", "6", "4.5", "five", ["5"], 7])
    expect(readReview({ rating, body: "x" })).toBeNull();
  expect(readReview({ rating: "5", body: "x".repeat(2001) })).toBeNull();
  expect(readReview({ rating: "5", body: "x".repeat(2000) })).not.toBeNull();
});
