import { describe, expect, test } from "vitest";
import { gradeQuiz, type QuizKey } from "#lib/domain/quiz.ts";

const key: QuizKey[] = [
  { questionId: "a", right: [1] },
  { questionId: "b", right: [0, 2] },
  { questionId: "c", right: [0] },
];

describe("grading a quiz", () => {
  test("gives every question the same weight and rounds down", () => {
    expect(gradeQuiz(key, { a: [1], b: [2, 0], c: [1] }, 67)).toEqual({
      score: 66,
      passed: false,
      right: ["a", "b"],
    });
  });

  test("passes from the pass mark on", () => {
    expect(gradeQuiz(key, { a: [1], b: [0, 2], c: [0] }, 100)).toMatchObject({ score: 100, passed: true });
    expect(gradeQuiz(key, { a: [1], b: [0, 2] }, 66)).toMatchObject({ score: 66, passed: true });
  });

  test("counts half an answer, one choice too many and no answer as wrong", () => {
    expect(gradeQuiz(key, { a: [1, 0], b: [0] }, 1)).toEqual({ score: 0, passed: false, right: [] });
  });

  test("counts a choice ticked twice once", () => {
    expect(gradeQuiz(key, { b: [0, 0] }, 1).right).toEqual([]);
  });

  test("passes nobody who was asked nothing", () => {
    expect(gradeQuiz([], {}, 1)).toMatchObject({ score: 0, passed: false });
  });
});
