/**
 * Questions of a quiz as their author types them, one after the other with an empty line between:
 *
 *   How long do you wash your hands?
 *   - 5 seconds
 *   + 20 seconds
 *   ! About as long as singing "Happy Birthday" twice.
 *
 * `+` marks a right choice, `-` a wrong one, `!` says why. Several right choices make a question with several answers.
 */

export interface TypedQuestion {
  prompt: string;
  choices: string[];
  several: boolean;
  /** Right choices, counted from 0. */
  right: number[];
  explanation: string;
}

export type TypedQuiz = { ok: true; questions: TypedQuestion[] } | { ok: false; problem: string };

const MAX_QUESTIONS = 100;
const MAX_CHOICES = 10;
const MAX_TEXT = 2000;

/** Reads typed questions; otherwise says in a sentence what is wrong with which. */
export function readQuizText(source: string): TypedQuiz {
  const parts = source
    .replaceAll("\r\n", "\n")
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (parts.length === 0) return { ok: false, problem: "Type at least one question." };
  if (parts.length > MAX_QUESTIONS)
    return { ok: false, problem: `A quiz has at most ${MAX_QUESTIONS} questions.` };
  const questions = parts.map(readQuestion);
  const at = questions.findIndex((question) => findProblem(question) !== null);
  const wrong = questions[at];
  if (wrong) return { ok: false, problem: `Question ${at + 1}: ${findProblem(wrong)}` };
  return { ok: true, questions };
}

/** Writes questions as they are typed; reading them again gives the same. */
export function writeQuizText(questions: readonly TypedQuestion[]): string {
  return questions.map(writeQuestion).join("\n\n");
}

function writeQuestion({ prompt, choices, right, explanation }: TypedQuestion): string {
  const lines = choices.map((choice, index) => `${right.includes(index) ? "+" : "-"} ${choice}`);
  return [prompt, ...lines, ...(explanation ? [`! ${explanation}`] : [])].join("\n");
}

function readQuestion(part: string): TypedQuestion {
  const question: TypedQuestion = { prompt: "", choices: [], several: false, right: [], explanation: "" };
  for (const line of part.split("\n").map((one) => one.trim())) {
    const [, mark = "", text = ""] = /^([+\-!])\s*(.*)$/.exec(line) ?? [];
    if (mark === "!") question.explanation = join(question.explanation, text);
    else if (mark === "") question.prompt = join(question.prompt, line);
    else {
      if (mark === "+") question.right.push(question.choices.length);
      question.choices.push(text);
    }
  }
  question.several = question.right.length > 1;
  return question;
}

function join(before: string, text: string): string {
  return before === "" ? text : `${before} ${text}`;
}

function findProblem({ prompt, choices, right, explanation }: TypedQuestion): string | null {
  if (prompt === "") return "begin with the question itself, before its choices.";
  if (choices.length < 2) return "give at least two choices, each on a line that begins with + or -.";
  if (choices.length > MAX_CHOICES) return `give at most ${MAX_CHOICES} choices.`;
  if (choices.includes("")) return "a choice is empty.";
  if (right.length === 0) return "mark the right choice with +.";
  const isLong = [prompt, explanation, ...choices].some((text) => text.length > MAX_TEXT);
  return isLong ? "a text is too long." : null;
}
