/**
 * A whole Baton for tests of its routes: database, sandbox, web process, and people who signed in over HTTP. Student A
 * bought a program and is in the first course, and finished another one before; student B has just arrived.
 */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { buildPagesWhenStale } from "#cli/pages-build.ts";
import { startWorker } from "#lib/automation/start-worker.ts";
import { startSandbox } from "#sandbox/server.ts";
import { addStory } from "#tests/database/access/world.ts";
import type { PersonRow } from "#tests/database/reads/story.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { freePort, startWebProcess } from "#tests/support/web-process.ts";

export interface School {
  url: string;
  sandboxUrl: string;
  env: Record<string, string>;
  owner: pg.Client;
  studentA: SignedIn;
  studentB: SignedIn;
  admin: SignedIn;
  /** Ids of what belongs to student A, by the names of route parameters and queries. */
  ids: Record<string, string>;
  /** Asks as somebody; redirects are answers. */
  ask(person: SignedIn | null, path: string, about?: RequestInit): Promise<Answer>;
  /** Lets everybody be signed in as at the start, and forgets how often anybody tried. */
  restoreSessions(): Promise<void>;
  /** Closes the school and says what the web process wrote to its log. A second call says the same. */
  stop(): Promise<string>;
}

export interface SignedIn extends PersonRow {
  cookie: string;
  name: string;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

const PASSWORD = "correct horse battery";

/** Opens a school. Builds the pages first when they changed. */
export async function openSchool(): Promise<School> {
  await buildPagesWhenStale(() => undefined);
  const closers: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  try {
    return await furnish(closers, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function furnish(closers: (() => Promise<void>)[], stop: () => Promise<void>): Promise<School> {
  const database = await createTestDatabase();
  closers.push(database.drop);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const sandbox = await startSandbox({ port: 0, appUrl: url, dataFile: ":memory:", env: {} });
  closers.push(sandbox.stop);
  const env = {
    ...sandbox.env,
    APP_URL: url,
    PORT: String(port),
    AUTH_SECRET: randomBytes(32).toString("hex"),
    WEB_DATABASE_URL: database.webUrl,
    WORKER_DATABASE_URL: database.workerUrl,
    LOG_LEVEL: "info",
  };
  let log = "";
  const web = await startWebProcess(env);
  closers.push(async () => void (log = await web.stop()));
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  closers.push(() => owner.end());
  const ask: School["ask"] = (person, path, about = {}) => send(url, person, path, about);
  const people = {
    studentA: await signUp(ask, owner, "Ada Unmistakable"),
    studentB: await signUp(ask, owner, "Bea Otherwise"),
    admin: await signUp(ask, owner, "Adele Admin", "admin"),
  };
  await addStory(owner, people.studentA);
  const school = { url, sandboxUrl: sandbox.url, env, owner, ask, ...people };
  // The one of our own first: the latest one is the one the ids are of.
  await enrollInRealCourse(school, "food-safety");
  await enrollInRealCourse(school, "medical-assistant");
  await owner.query("create temp table sessions as select * from identity.session");
  return {
    ...school,
    ids: await idsOf(owner, people.studentA),
    async restoreSessions() {
      await owner.query(
        `insert into identity.session select * from sessions on conflict do nothing; delete from identity."rateLimit"`,
      );
    },
    async stop() {
      await stop();
      return log;
    },
  };
}

/** What must never stand in a log: names, addresses and sessions of everybody. */
export function secretsInLogs({ studentA, studentB, admin }: School): string[] {
  return [studentA, studentB, admin].flatMap(({ name, claims, cookie }) => [
    name,
    claims.email,
    cookie.slice(cookie.indexOf("=") + 1),
  ]);
}

async function send(url: string, person: SignedIn | null, path: string, about: RequestInit): Promise<Answer> {
  const headers = new Headers(about.headers);
  if (person) headers.set("cookie", person.cookie);
  if (!headers.has("origin")) headers.set("origin", url);
  const response = await fetch(url + path, { ...about, headers, redirect: "manual" });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

async function signUp(ask: School["ask"], owner: pg.Client, name: string, role?: string): Promise<SignedIn> {
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@example.com`;
  const json = (body: object) => ({
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  await ask(null, "/api/auth/sign-up/email", json({ email, password: PASSWORD, name }));
  await owner.query(`update identity."user" set "emailVerified" = true where email = $1`, [email]);
  const answer = await ask(null, "/api/auth/sign-in/email", json({ email, password: PASSWORD }));
  if (answer.status !== 200) throw new Error(`no sign-in: ${answer.status} ${answer.body}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const { rows } = await owner.query<{ id: string }>("select id from profiles where email = $1", [email]);
  const { id } = rows[0]!;
  if (role) await owner.query("insert into user_roles (user_id, role) values ($1, $2)", [id, role]);
  return { id, name, cookie, claims: { sub: id, role: "authenticated", email, aal: "aal1" } };
}

/** Buys over HTTP, pays at the Stripe double, and lets a worker run until the first partner confirmed. */
async function enrollInRealCourse(
  { env, owner, ask, studentA, sandboxUrl }: Omit<School, "ids" | "restoreSessions" | "stop">,
  programSlug: string,
): Promise<void> {
  const bought = await ask(studentA, "/api/enrollments/create", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ programSlug }),
  });
  const { orderId, checkoutUrl } = JSON.parse(bought.body) as { orderId: string; checkoutUrl: string };
  const sessionId = new URL(checkoutUrl).pathname.split("/").at(-1)!;
  const worker = await startWorker(env);
  try {
    await fetch(`${sandboxUrl}/stripe/_sandbox/sessions/${sessionId}/pay`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ method: "card" }),
    });
    await until(async () => {
      const { rowCount } = await owner.query(
        `select from enrollments e join enrollment_steps s on s.enrollment_id = e.id
         where e.order_id = $1 and s.status = 'in_progress'`,
        [orderId],
      );
      return rowCount === 1;
    });
  } finally {
    await worker.stop(1);
  }
  // The web writes down its calls a moment after they were made; nothing of that may come later.
  await until(async () => {
    const { rows } = await owner.query<{ written: boolean }>(
      `select (select count(*) from partner_calls where operation = 'openCheckout')
         >= (select count(*) from orders where checkout_url like $1 || '%') as written`,
      [sandboxUrl],
    );
    return rows[0]!.written;
  });
}

async function idsOf(owner: pg.Client, { id }: PersonRow): Promise<Record<string, string>> {
  const { rows } = await owner.query<Record<string, string>>(
    `select e.id as "enrollmentId", o.id as "orderId", o.stripe_checkout_session_id as "sessionId",
       f.id as "failureId", c.id as "certificateId", c.public_id as "publicId", m.id as "mailId",
       a.id as "applicationId", done.id as "doneEnrollmentId", e.user_id as "studentId", s.id as "stepId", x.external_enrollment_id as "externalId"
     from enrollments e join orders o on o.id = e.order_id
     join enrollment_steps s on s.enrollment_id = e.id and s.status = 'in_progress'
     join partner_lms_enrollments x on x.id = s.partner_enrollment_id,
       partner_lms_enrollment_failures f, certificates c, mails m, applications a,
       enrollments done
     where e.user_id = $1 and f.student_id = $1 and c.student_id = $1 and m.student_id = $1 and a.student_id = $1
       and c.enrollment_id = done.id and e.program_id = (select id from programs where slug = 'medical-assistant')
     limit 1`,
    [id],
  );
  return { ...rows[0]!, ...(await idsOfOwnCourse(owner, id)), ...(await idsOfDate(owner, id)) };
}

/** The date the student booked, and the course it belongs to. */
async function idsOfDate(owner: pg.Client, studentId: string): Promise<Record<string, string>> {
  const { rows } = await owner.query<Record<string, string>>(
    `select session_id as "dateId", course_id as "datedCourseId" from order_seats where student_id = $1`,
    [studentId],
  );
  return rows[0]!;
}

/** The course of our own that the student is in: its attempt, its video lesson, the file of the video. */
async function idsOfOwnCourse(owner: pg.Client, studentId: string): Promise<Record<string, string>> {
  const { rows } = await owner.query<Record<string, string>>(
    `select a.id as "attemptId", a.course_id as "courseId", l.id as "lessonId", l.video_id as "fileId"
     from course_attempts a join course_lessons l on l.course_id = a.course_id and l.kind = 'video'
     join partner_lms_enrollments x on x.external_enrollment_id = a.id::text
     where a.student_id = $1`,
    [studentId],
  );
  return rows[0]!;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await isSo())) if (Date.now() > deadline) throw new Error("the student was not enrolled in time");
}
