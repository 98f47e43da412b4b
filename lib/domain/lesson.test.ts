import { describe, expect, test } from "vitest";
import { courseProgress, isWatched, nextLesson, watchedTo, type LessonState } from "#lib/domain/lesson.ts";

const fresh: LessonState = { percentage: null, completed: false };
const half: LessonState = { percentage: 50, completed: false };
const done: LessonState = { percentage: 100, completed: true };

test("a course goes on with the first lesson that is not done, and is shown from the start when all are", () => {
  expect(nextLesson([done, half, fresh])).toBe(half);
  expect(nextLesson([done, done])).toBe(done);
  expect(nextLesson([])).toBeNull();
});

describe("the progress of a course", () => {
  test("counts begun lessons by their own progress", () => {
    expect(courseProgress([done, half, fresh])).toBe(50);
  });

  test("is 100 only when every lesson is done", () => {
    expect(courseProgress([done, { percentage: 100, completed: false }])).toBe(99);
    expect(courseProgress([done, done])).toBe(100);
    expect(courseProgress([])).toBe(0);
  });
});

describe("how far a video was watched", () => {
  const before = { watchedSeconds: 100, secondsSinceReport: 10 };

  test("follows a player at up to twice the speed", () => {
    expect(watchedTo(before, 110, 600)).toBe(110);
    expect(watchedTo(before, 120, 600)).toBe(120);
  });

  test("does not follow a jump ahead", () => {
    expect(watchedTo(before, 200, 600)).toBe(100);
  });

  test("never goes back, nor beyond the end", () => {
    expect(watchedTo(before, 20, 600)).toBe(100);
    expect(watchedTo({ watchedSeconds: 598, secondsSinceReport: 10 }, 605, 600)).toBe(600);
  });

  test("is enough without the closing credits", () => {
    expect(isWatched(53, 60)).toBe(false);
    expect(isWatched(54, 60)).toBe(true);
  });
});
