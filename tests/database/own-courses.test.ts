/** Writing courses of our own: by admins, through row-level security, with uploads in parts. */
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createCourse,
  moveLessonInCourse,
  offerCourse,
  removeLesson,
  saveLesson,
} from "#lib/automation/hosted-course-author.ts";
import { finishUpload, receiveUploadPart } from "#lib/automation/hosted-course-upload.ts";
import { asUser, openDatabase, type Database } from "#lib/db/client.ts";
import { findPackage, findPackageFile, readFileBytes } from "#lib/db/course-files.ts";
import { findOwnCourse, readQuizToEdit } from "#lib/db/reads/own-courses.ts";
import type { Claims } from "#lib/domain/claims.ts";
import type { LessonKind } from "#lib/domain/lesson.ts";
import { addPerson } from "#tests/database/reads/story.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { packagerZip, zipOf } from "#tests/support/zip.ts";

let database: TestDatabase;
let web: Database;
let owner: pg.Client;
let admin: Claims;
let student: Claims;

beforeAll(async () => {
  database = await createTestDatabase();
  web = openDatabase(database.webUrl, { max: 4 });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  admin = (await addPerson(owner, "Adele Admin", "admin")).claims;
  student = (await addPerson(owner, "Ada Example", "student")).claims;
});

afterAll(async () => {
  await owner.end();
  await web.close();
  await database.drop();
});

const about = { name: "Kitchen Rules", description: "How we cook.", hours: 1 };

function draft(kind: LessonKind, title: string) {
  return {
    kind,
    title,
    body: "words",
    videoId: null,
    captionsId: null,
    durationSeconds: null,
    passPercentage: kind === "quiz" ? 80 : null,
    triesAllowed: null,
    packageId: null,
  };
}

async function courseOf(titles: readonly string[]): Promise<{ courseId: string; ids: string[] }> {
  const courseId = await createCourse(web, admin, about);
  const ids: string[] = [];
  for (const title of titles)
    ids.push(await saveLesson(web, admin, { courseId, lessonId: null }, draft("text", title)));
  return { courseId, ids };
}

async function titlesOf(courseId: string): Promise<string[]> {
  const course = await asUser(web, admin, (tx) => findOwnCourse(tx, courseId));
  return course!.lessonList.map(({ title }) => title);
}

describe("an admin", () => {
  test("orders lessons with up and down, and nothing falls off the ends", async () => {
    const { courseId, ids } = await courseOf(["one", "two", "three"]);
    await moveLessonInCourse(web, admin, { courseId, lessonId: ids[2]! }, "up");
    expect(await titlesOf(courseId)).toEqual(["one", "three", "two"]);
    await moveLessonInCourse(web, admin, { courseId, lessonId: ids[0]! }, "up");
    await moveLessonInCourse(web, admin, { courseId, lessonId: ids[0]! }, "down");
    expect(await titlesOf(courseId)).toEqual(["three", "one", "two"]);
  });

  test("takes a lesson out and adds another one at the end", async () => {
    const { courseId, ids } = await courseOf(["one", "two"]);
    await removeLesson(web, admin, { courseId, lessonId: ids[0]! });
    await saveLesson(web, admin, { courseId, lessonId: null }, draft("text", "three"));
    expect(await titlesOf(courseId)).toEqual(["two", "three"]);
  });

  test("changes a quiz, and a question that stays keeps its id", async () => {
    const { courseId } = await courseOf([]);
    const question = (prompt: string, right: number[]) => ({
      prompt,
      choices: ["a", "b"],
      several: right.length > 1,
      right,
      explanation: "",
    });
    const at = { courseId, lessonId: null };
    const questions = [question("One?", [0]), question("Two?", [1])];
    const lessonId = await saveLesson(web, admin, at, draft("quiz", "Quiz"), questions);
    const idOfTwo = () =>
      owner.query("select id from quiz_questions where lesson_id = $1 and prompt = 'Two?'", [lessonId]);
    const before = (await idOfTwo()).rows;
    const changed = [question("Two?", [0]), question("Three?", [0, 1])];
    await saveLesson(web, admin, { courseId, lessonId }, draft("quiz", "Quiz"), changed);
    expect(await asUser(web, admin, (tx) => readQuizToEdit(tx, lessonId))).toEqual(changed);
    expect((await idOfTwo()).rows).toEqual(before);
  });

  test("sells a course under an address of its own, and never another program's", async () => {
    const { courseId } = await courseOf(["one"]);
    const offer = {
      slug: "kitchen",
      title: "K",
      description: "",
      category: "C",
      priceCents: 100,
      active: true,
    };
    const programId = await offerCourse(web, admin, courseId, offer);
    expect(await offerCourse(web, admin, courseId, { ...offer, priceCents: 200 })).toBe(programId);
    const { rows } = await owner.query("select price_cents, delivery_mode from programs where id = $1", [
      programId,
    ]);
    expect(rows).toEqual([{ price_cents: 200, delivery_mode: "self_hosted" }]);
    for (const slug of ["medical-assistant", "food-safety"])
      await expect(offerCourse(web, admin, courseId, { ...offer, slug })).rejects.toMatchObject({
        code: "slug_taken",
      });
    const empty = await createCourse(web, admin, about);
    await expect(offerCourse(web, admin, empty, { ...offer, slug: "empty" })).rejects.toMatchObject({
      code: "no_lessons",
    });
  });

  test("cannot write into somebody else's course", async () => {
    const { rows } = await owner.query<{ id: string }>(
      "select c.id from partner_courses c join partner_lms_providers p on p.id = c.provider_id where p.provider_type = 'hsi' limit 1",
    );
    const at = { courseId: rows[0]!.id, lessonId: null };
    await expect(saveLesson(web, admin, at, draft("text", "x"))).rejects.toMatchObject({ code: "not_found" });
    const offer = { slug: "x", title: "K", description: "", category: "C", priceCents: 100, active: true };
    await expect(offerCourse(web, admin, rows[0]!.id, offer)).rejects.toMatchObject({ code: "not_found" });
  });
});

test("nobody but an admin writes anything", async () => {
  const { courseId, ids } = await courseOf(["one"]);
  const offer = { slug: "free", title: "K", description: "", category: "C", priceCents: 0, active: true };
  await expect(createCourse(web, student, about)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(
    saveLesson(web, student, { courseId, lessonId: null }, draft("text", "x")),
  ).rejects.toMatchObject({ code: "not_found" });
  await expect(removeLesson(web, student, { courseId, lessonId: ids[0]! })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(offerCourse(web, student, courseId, offer)).rejects.toMatchObject({ code: "not_allowed" });
  const part = { uploadId: crypto.randomUUID(), position: 0, bytes: Buffer.from("x") };
  await expect(receiveUploadPart(web, student, part)).rejects.toMatchObject({ code: "not_allowed" });
});

describe("an upload", () => {
  const upload = async (bytes: Buffer, purpose: "package" | "video" | "captions", partBytes = 4_000) => {
    const uploadId = crypto.randomUUID();
    for (let at = 0, position = 0; at < bytes.length; at += partBytes, position++)
      await receiveUploadPart(web, admin, { uploadId, position, bytes: bytes.subarray(at, at + partBytes) });
    return finishUpload(web, admin, { uploadId, purpose, name: "file", size: bytes.length });
  };

  test("of a package in parts is stored file by file, as it was", async () => {
    const zip = packagerZip("1.2");
    const { id, title, items } = await upload(zip, "package");
    expect([title, items]).toEqual(["Washing hands", 1]);
    expect(await findPackage(web.kysely, id)).toMatchObject({ standard: "scorm_1_2" });
    const page = await findPackageFile(web.kysely, id, "lesson.js");
    const chunks: Buffer[] = [];
    for await (const chunk of readFileBytes(web.kysely, page!.id, 0, page!.byteCount - 1)) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toContain("API_1484_11");
    const left = await owner.query("select from course_upload_parts");
    expect(left.rowCount).toBe(0);
  });

  test("that is refused leaves nothing behind", async () => {
    const before = await owner.query("select count(*) from course_files");
    await expect(upload(zipOf({ "../x.html": "x" }), "package")).rejects.toMatchObject({
      code: "unsafe_path",
    });
    await expect(upload(Buffer.from("no video"), "video")).rejects.toMatchObject({ code: "not_a_video" });
    await expect(upload(Buffer.from("no captions"), "captions")).rejects.toMatchObject({
      code: "not_captions",
    });
    expect((await owner.query("select count(*) from course_files")).rows).toEqual(before.rows);
    expect((await owner.query("select from course_upload_parts")).rowCount).toBe(0);
  });

  test("with a part missing is not taken", async () => {
    const uploadId = crypto.randomUUID();
    await receiveUploadPart(web, admin, { uploadId, position: 1, bytes: Buffer.from("second") });
    const whole = { uploadId, purpose: "package", name: "x", size: 12 } as const;
    await expect(finishUpload(web, admin, whole)).rejects.toMatchObject({ code: "incomplete" });
  });

  test("keeps large files whole over the borders of their pieces", async () => {
    const bytes = Buffer.alloc(700_001);
    for (let at = 0; at < bytes.length; at++) bytes[at] = (at * 7) % 251;
    bytes.write("\u0000\u0000\u0000\u0018ftypmp42", 0, "latin1");
    const { id } = await upload(bytes, "video", 300_000);
    for (const [start, end] of [
      [0, 700_000],
      [262_143, 262_144],
      [262_144, 524_287],
      [524_288, 700_000],
    ] as const) {
      const chunks: Buffer[] = [];
      for await (const chunk of readFileBytes(web.kysely, id, start, end)) chunks.push(chunk);
      expect(Buffer.concat(chunks).equals(bytes.subarray(start, end + 1))).toBe(true);
    }
  });
});
