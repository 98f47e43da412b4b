/** Courses the school teaches itself, on the same road as everybody else's: bought, learned, finished, certified. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findBrokenInvariants } from "#cli/simulate/checks.ts";
import { answerQuiz, finishText, reportVideo } from "#lib/automation/hosted-course-learn.ts";
import { keepPackageState, openPackageItem } from "#lib/automation/hosted-course-package.ts";
import { createFindConnector } from "#lib/automation/hosted-course-find.ts";
import { launchPartnerCourse } from "#lib/automation/launch-partner-course.ts";
import { asUser } from "#lib/db/client.ts";
import { findCourseToLearn, findLessonToLearn } from "#lib/db/reads/learn.ts";
import {
  buy,
  pay,
  startEngine,
  until,
  untilStep,
  value,
  type Bought,
  type Engine,
} from "#tests/support/engine.ts";

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine();
});

afterAll(() => engine.stop());

/** A student who paid for the demo program and is in the step at `position`. */
async function enrolled(name = "Ada Example"): Promise<Learner> {
  const bought = await buy(engine, "food-safety", name);
  await pay(engine, bought);
  return learnerAt(bought, 1);
}

interface Learner {
  bought: Bought;
  attemptId: string;
  lessons: Record<string, string>;
  at: (kind: string) => { claims: Bought["student"]["claims"]; attemptId: string; lessonId: string };
}

async function learnerAt(bought: Bought, position: number): Promise<Learner> {
  const attemptId = (await untilStep(engine, bought.orderId, position, "in_progress"))!;
  const course = await read(bought, attemptId);
  const lessons = Object.fromEntries(course!.lessons.map(({ kind, id }) => [kind, id]));
  const at = (kind: string) => ({ claims: bought.student.claims, attemptId, lessonId: lessons[kind]! });
  return { bought, attemptId, lessons, at };
}

function read({ student }: Bought, attemptId: string) {
  return asUser(engine.web, student.claims, (tx) => findCourseToLearn(tx, attemptId));
}

/** The right answers, as the owner of the database sees them. */
async function rightAnswers(lessonId: string): Promise<Record<string, number[]>> {
  const { rows } = await engine.owner.query<{ id: string; right: number[] }>(
    `select q.id, a.right_choices as "right" from quiz_questions q join quiz_answers a on a.question_id = q.id
     where q.lesson_id = $1`,
    [lessonId],
  );
  return Object.fromEntries(rows.map(({ id, right }) => [id, right]));
}

/** Plays the video as a browser does, with time going by in the database. */
async function watch(learner: Learner, seconds: number): Promise<void> {
  for (let position = 0; position <= seconds; position += 4) {
    await reportVideo(engine.web, learner.at("video"), position);
    await engine.owner.query(
      "update lesson_progress set reported_at = reported_at - interval '4 seconds' where attempt_id = $1",
      [learner.attemptId],
    );
  }
}

const passed = { core: { lesson_status: "passed", score: { raw: "100" } }, suspend_data: "end" };

describe("a self-hosted program", () => {
  test("is bought, learned lesson by lesson, and ends with the school's certificate", async () => {
    const first = await enrolled();
    await finishText(engine.web, first.at("text"));
    await watch(first, 24);
    const quiz = await answerQuiz(engine.web, first.at("quiz"), await rightAnswers(first.lessons["quiz"]!));
    expect(quiz).toMatchObject({
      result: { score: 100, passed: true },
      moved: { courseCompleted: true, progress: 100 },
    });
    const second = await learnerAt(first.bought, 2);
    const opened = await openPackageItem(engine.web, second.at("scorm"), null);
    const { sessionId, item } = opened.result;
    const moved = await keepPackageState(engine.web, second.at("scorm"), {
      sessionId,
      number: 1,
      itemId: item.id,
      cmi: passed,
    });
    expect(moved.courseCompleted).toBe(true);
    await until(() =>
      value(
        engine,
        "select c.id from certificates c join enrollments e on e.id = c.enrollment_id where e.order_id = $1",
        [first.bought.orderId],
      ),
    );
  });

  test("opens in the player of Baton itself", async () => {
    const { bought, attemptId } = await enrolled();
    const deps = {
      db: engine.web,
      appUrl: engine.appUrl,
      findConnector: createFindConnector(engine.web.kysely, engine.appUrl),
    };
    const { url } = await launchPartnerCourse(deps, {
      claims: bought.student.claims,
      enrollmentId: await value(engine, "select id from enrollments where order_id = $1", [bought.orderId]),
    });
    expect(url).toBe(`${engine.appUrl}/learn/${attemptId}`);
  });

  test("tells its progress on the road of every partner", async () => {
    const learner = await enrolled();
    await finishText(engine.web, learner.at("text"));
    const progress = () =>
      value<number>(
        engine,
        "select progress_percentage from partner_lms_enrollments where external_enrollment_id = $1",
        [learner.attemptId],
      );
    await until(async () => (await progress()) === 33);
    const events = await value(
      engine,
      "select count(*)::int from inbox_events where source = 'partner:self' and body like '%' || $1 || '%'",
      [learner.attemptId],
    );
    expect(events).toBe(1);
  });
});

describe("progress in a lesson", () => {
  test("is kept where the student stopped, for any device", async () => {
    const learner = await enrolled();
    await watch(learner, 8);
    const course = await read(learner.bought, learner.attemptId);
    expect(course?.lastLessonId).toBe(learner.lessons["video"]);
    const lesson = await asUser(engine.web, learner.bought.student.claims, (tx) =>
      findLessonToLearn(tx, learner.lessons["video"]!, learner.attemptId),
    );
    expect(lesson?.video).toMatchObject({ positionSeconds: 8, durationSeconds: 24 });
  });

  test("does not follow a browser that jumps to the end of a video", async () => {
    const learner = await enrolled();
    await reportVideo(engine.web, learner.at("video"), 0);
    const moved = await reportVideo(engine.web, learner.at("video"), 24);
    expect(moved.lessonCompleted).toBe(false);
    expect((await read(learner.bought, learner.attemptId))?.lessons[1]?.percentage).toBe(0);
  });

  test("of a failed quiz is a try and a score, and the best score stays", async () => {
    const learner = await enrolled();
    const right = await rightAnswers(learner.lessons["quiz"]!);
    const [first = "", ...others] = Object.keys(right);
    const half = { ...right, [first]: [], [others[0]!]: [] };
    expect((await answerQuiz(engine.web, learner.at("quiz"), half)).result).toMatchObject({
      score: 50,
      passed: false,
    });
    expect((await answerQuiz(engine.web, learner.at("quiz"), {})).moved.lessonCompleted).toBe(false);
    const course = await read(learner.bought, learner.attemptId);
    expect(course?.lessons[2]).toMatchObject({ score: 50, completed: false });
  });

  test("refuses answers to another quiz, and a kind of lesson that it is not", async () => {
    const learner = await enrolled();
    const foreign = { [crypto.randomUUID()]: [0] };
    await expect(answerQuiz(engine.web, learner.at("quiz"), foreign)).rejects.toMatchObject({
      code: "wrong_answers",
    });
    await expect(finishText(engine.web, learner.at("quiz"))).rejects.toMatchObject({ code: "not_found" });
    await expect(reportVideo(engine.web, learner.at("text"), 1)).rejects.toMatchObject({ code: "not_found" });
  });

  test("ends with the tries a quiz allows", async () => {
    const learner = await enrolled();
    await engine.owner.query("update course_lessons set tries_allowed = 1 where id = $1", [
      learner.lessons["quiz"],
    ]);
    try {
      await answerQuiz(engine.web, learner.at("quiz"), {});
      await expect(answerQuiz(engine.web, learner.at("quiz"), {})).rejects.toMatchObject({
        code: "no_tries_left",
      });
    } finally {
      await engine.owner.query("update course_lessons set tries_allowed = null where id = $1", [
        learner.lessons["quiz"],
      ]);
    }
  });

  test("of somebody else can neither be read nor moved", async () => {
    const ada = await enrolled();
    const bea = await enrolled("Bea Example");
    expect(await read(bea.bought, ada.attemptId)).toBeNull();
    const foreign = { ...ada.at("text"), claims: bea.bought.student.claims };
    await expect(finishText(engine.web, foreign)).rejects.toMatchObject({ code: "not_found" });
  });

  test("stops when the enrollment does", async () => {
    const learner = await enrolled();
    await engine.owner.query(
      "select cancel_enrollment(id, 'user:office', 'refunded') from enrollments where order_id = $1",
      [learner.bought.orderId],
    );
    expect((await read(learner.bought, learner.attemptId))?.access).toBe("closed");
    await expect(finishText(engine.web, learner.at("text"))).rejects.toMatchObject({ code: "course_over" });
  });

  test("completes a course once when the last lesson is finished from many windows at once", async () => {
    const learner = await enrolled();
    await watch(learner, 24);
    const answers = await rightAnswers(learner.lessons["quiz"]!);
    await answerQuiz(engine.web, learner.at("quiz"), answers);
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, () => finishText(engine.web, learner.at("text"))),
    );
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await untilStep(engine, learner.bought.orderId, 2, "in_progress");
    const events = await value(engine, "select count(*)::int from inbox_events where event_id = $1", [
      `${learner.attemptId}:course.completed:100`,
    ]);
    expect(events).toBe(1);
  });
});

describe("a package", () => {
  /** A student in the second step, whose lesson is a SCORM 1.2 package with a mastery score of 80. */
  async function inPackage(): Promise<Learner> {
    const first = await enrolled();
    await finishText(engine.web, first.at("text"));
    await watch(first, 24);
    await answerQuiz(engine.web, first.at("quiz"), await rightAnswers(first.lessons["quiz"]!));
    return learnerAt(first.bought, 2);
  }

  test("gets back what it asked to keep, from another window, which then is the only one that keeps", async () => {
    const learner = await inPackage();
    const at = learner.at("scorm");
    const one = (await openPackageItem(engine.web, at, null)).result;
    expect(one).toMatchObject({ cmi: null, standard: "scorm_1_2", item: { masteryScore: 80 } });
    const commit = { sessionId: one.sessionId, itemId: one.item.id };
    const cmi = { core: { lesson_location: "3", lesson_status: "incomplete" } };
    await keepPackageState(engine.web, at, { ...commit, number: 2, cmi });
    const late = { core: { lesson_location: "1", lesson_status: "incomplete" } };
    await keepPackageState(engine.web, at, { ...commit, number: 1, cmi: late });
    const two = (await openPackageItem(engine.web, at, one.item.id)).result;
    expect(two.cmi).toEqual(cmi);
    await expect(keepPackageState(engine.web, at, { ...commit, number: 3, cmi })).rejects.toMatchObject({
      code: "opened_elsewhere",
    });
  });

  test("is done by the mastery score of its manifest, not by its own word", async () => {
    const learner = await inPackage();
    const at = learner.at("scorm");
    const { sessionId, item } = (await openPackageItem(engine.web, at, null)).result;
    const low = { core: { lesson_status: "passed", score: { raw: "79" } } };
    const commit = { sessionId, itemId: item.id };
    const first = await keepPackageState(engine.web, at, { ...commit, number: 1, cmi: low });
    expect(first).toMatchObject({ lessonCompleted: false });
    const moved = await keepPackageState(engine.web, at, { ...commit, number: 2, cmi: passed });
    expect(moved).toMatchObject({ lessonCompleted: true, courseCompleted: true });
  });
});

test("after all of it every invariant holds", async () => {
  expect(await findBrokenInvariants(engine.owner)).toEqual([]);
});
