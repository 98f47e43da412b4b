/** The demo courses of our own that ship with Baton: lessons, a video, a quiz and a SCORM package. */
import { createReadStream, readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { zipSync } from "fflate";
import { sql } from "kysely";
import { z } from "zod";
import { storePackage } from "#lib/automation/hosted-course-upload.ts";
import { mediaTypeOf } from "#lib/courses/media-type.ts";
import type { SeedCount } from "#lib/db/catalogue-seed.ts";
import { asItself, openDatabase, type Tx } from "#lib/db/client.ts";
import { storeFile } from "#lib/db/course-files.ts";
import { addLesson, addOwnCourse, replaceQuestions } from "#lib/db/own-courses.ts";
import { LESSON_KINDS, OWN_PROVIDER } from "#lib/domain/lesson.ts";

const FOLDER = path.resolve(import.meta.dirname, "../supabase/seed/own-courses");

const lessonSchema = z.object({
  kind: z.enum(LESSON_KINDS),
  title: z.string(),
  body: z.string(),
  video: z.string().optional(),
  captions: z.string().optional(),
  durationSeconds: z.int().optional(),
  passPercentage: z.int().optional(),
  triesAllowed: z.int().nullish(),
  questions: z
    .array(
      z.object({
        prompt: z.string(),
        choices: z.array(z.string()),
        right: z.array(z.int()),
        explanation: z.string(),
      }),
    )
    .default([]),
  package: z.string().optional(),
});

const fileSchema = z.object({
  provider: z.object({ name: z.string(), about: z.string(), deliveryDescription: z.string() }),
  courses: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      description: z.string(),
      hours: z.number(),
      lessons: z.array(lessonSchema),
    }),
  ),
  program: z.object({
    slug: z.string(),
    title: z.string(),
    description: z.string(),
    category: z.string(),
    hours: z.int(),
    priceCents: z.int(),
    courses: z.array(z.string()),
  }),
});

type SampleFile = z.output<typeof fileSchema>;
type SampleLesson = z.output<typeof lessonSchema>;

/** Every file the demo courses are made of, sorted: together they decide what gets into a database. */
export function sampleCourseFiles(): string[] {
  return readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted();
}

/**
 * Adds the school as a provider, the demo courses and the program that sells them. What is there already stays as it is,
 * so a second call writes nothing. Needs a migrated database and the owner's rights.
 */
export async function loadSampleCourses(ownerUrl: string): Promise<SeedCount[]> {
  const file = fileSchema.parse(JSON.parse(await readFile(path.join(FOLDER, "courses.json"), "utf8")));
  const db = openDatabase(ownerUrl, { max: 1 });
  try {
    return await asItself(db, (tx) => load(tx, file));
  } finally {
    await db.close();
  }
}

async function load(tx: Tx, file: SampleFile): Promise<SeedCount[]> {
  // Two processes that seed at the same time would add a course twice.
  await sql`select pg_advisory_xact_lock(727278)`.execute(tx);
  await addProvider(tx, file.provider);
  let added = 0;
  let lessons = 0;
  for (const course of file.courses) {
    if (await findCourse(tx, course.code)) continue;
    added++;
    lessons += course.lessons.length;
    const courseId = await addOwnCourse(tx, course.code, course);
    for (const lesson of course.lessons) await add(tx, courseId, lesson);
  }
  const isNewProgram = await addProgram(tx, file.program);
  const total = file.courses.reduce((sum, course) => sum + course.lessons.length, 0);
  return [
    countOf("partner_courses (our own)", file.courses.length, added),
    countOf("course_lessons", total, lessons),
    countOf("programs (our own)", 1, isNewProgram ? 1 : 0),
  ];
}

function countOf(table: string, all: number, inserted: number): SeedCount {
  return { table, inserted, updated: 0, unchanged: all - inserted };
}

async function addProvider(tx: Tx, provider: SampleFile["provider"]): Promise<void> {
  await tx
    .insertInto("partner_lms_providers")
    .values({
      provider_type: OWN_PROVIDER,
      provider_name: provider.name,
      description: provider.about,
      delivery_description: provider.deliveryDescription,
    })
    .onConflict((conflict) => conflict.column("provider_type").doNothing())
    .execute();
}

async function findCourse(tx: Tx, code: string): Promise<boolean> {
  const row = await tx
    .selectFrom("partner_courses as c")
    .innerJoin("partner_lms_providers as p", "p.id", "c.provider_id")
    .select("c.id")
    .where("p.provider_type", "=", OWN_PROVIDER)
    .where("c.course_code", "=", code)
    .executeTakeFirst();
  return row !== undefined;
}

async function add(tx: Tx, courseId: string, lesson: SampleLesson): Promise<void> {
  const lessonId = await addLesson(tx, courseId, {
    kind: lesson.kind,
    title: lesson.title,
    body: lesson.body,
    videoId: await media(tx, "video", lesson.video),
    captionsId: await media(tx, "captions", lesson.captions),
    durationSeconds: lesson.durationSeconds ?? null,
    passPercentage: lesson.passPercentage ?? null,
    triesAllowed: lesson.triesAllowed ?? null,
    packageId: lesson.package ? await packFolder(tx, lesson.package) : null,
  });
  const questions = lesson.questions.map((one) => ({ ...one, several: one.right.length > 1 }));
  if (lesson.kind === "quiz") await replaceQuestions(tx, lessonId, questions);
}

async function media(tx: Tx, purpose: "video" | "captions", name?: string): Promise<string | null> {
  if (!name) return null;
  const mediaType = mediaTypeOf(name) ?? "application/octet-stream";
  const facts = { packageId: null, purpose, path: name, mediaType, createdBy: null };
  return (await storeFile(tx, facts, createReadStream(path.join(FOLDER, name)))).id;
}

/** The package lies here as a folder, so that people can read it; it takes the road of every uploaded one. */
async function packFolder(tx: Tx, name: string): Promise<string> {
  const folder = path.join(FOLDER, name);
  const files = readdirSync(folder).map((file) => [file, readFileSync(path.join(folder, file))]);
  const zip = Buffer.from(zipSync(Object.fromEntries(files) as Record<string, Uint8Array>));
  const archive = {
    size: zip.length,
    read: (offset: number, length: number) => Promise.resolve(zip.subarray(offset, offset + length)),
  };
  return (await storePackage(tx, archive, null)).id;
}

async function addProgram(tx: Tx, { courses, ...program }: SampleFile["program"]): Promise<boolean> {
  const row = await tx
    .insertInto("programs")
    .values({
      slug: program.slug,
      title: program.title,
      description: program.description,
      category: program.category,
      hours: program.hours,
      price_cents: program.priceCents,
      delivery_mode: "self_hosted",
      metadata: JSON.stringify({ demo: true }),
    })
    .onConflict((conflict) => conflict.column("slug").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!row) return false;
  await sql`
    insert into public.program_partner_lms (program_id, provider_id, course_id, sequence_order)
    select ${row.id}, c.provider_id, c.id, o.position
    from unnest(${courses}::text[]) with ordinality as o (code, position)
    join public.partner_courses c on c.course_code = o.code
    join public.partner_lms_providers p on p.id = c.provider_id and p.provider_type = ${OWN_PROVIDER}`.execute(
    tx,
  );
  return true;
}
