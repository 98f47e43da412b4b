import { describe, expect, test } from "vitest";
import { readQuizText, writeQuizText } from "#lib/domain/quiz-text.ts";

const typed = `How long do you
wash your hands?
- 5 seconds
+ 20 seconds
! Long enough.
! Sing a song.

Which are moist?
+ Rice
- Salt
+Melon`;

test("typed questions are read, and written they are read as the same again", () => {
  const quiz = readQuizText(typed);
  expect(quiz).toEqual({
    ok: true,
    questions: [
      {
        prompt: "How long do you wash your hands?",
        choices: ["5 seconds", "20 seconds"],
        several: false,
        right: [1],
        explanation: "Long enough. Sing a song.",
      },
      {
        prompt: "Which are moist?",
        choices: ["Rice", "Salt", "Melon"],
        several: true,
        right: [0, 2],
        explanation: "",
      },
    ],
  });
  expect(quiz.ok && readQuizText(writeQuizText(quiz.questions))).toEqual(quiz);
});

describe("what is wrong is said about the question it is wrong with", () => {
  test.each([
    ["", "Type at least one question."],
    ["Only a question?", "Question 1: give at least two choices, each on a line that begins with + or -."],
    ["- a\n+ b", "Question 1: begin with the question itself, before its choices."],
    [`${typed}\n\nThird?\n- a\n- b`, "Question 3: mark the right choice with +."],
    ["What?\n+\n- b", "Question 1: a choice is empty."],
    [`What?\n+ a\n${"- b\n".repeat(10)}`, "Question 1: give at most 10 choices."],
    [`${"x".repeat(2001)}\n+ a\n- b`, "Question 1: a text is too long."],
    ["What?\n+ a\n- b\n\n".repeat(101), "A quiz has at most 100 questions."],
  ])("%#", (source, problem) => {
    expect(readQuizText(source)).toEqual({ ok: false, problem });
  });
});
