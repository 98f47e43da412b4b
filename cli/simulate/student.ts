/** One simulated student: signs in by mailed link, buys, takes every course, ends with a certificate. */
import type pg from "pg";
import { setTimeout as pause } from "node:timers/promises";
import { CANARY_DOMAIN, CANARY_NAME } from "#cli/simulate/leaks.ts";
import { Browser, patiently, UnexpectedAnswerError } from "#cli/simulate/browser.ts";
import type { WatchedOrder, WatchedStep, Watcher } from "#cli/simulate/watcher.ts";

export interface World {
  appUrl: string;
  sandboxUrl: string;
  /** Owner's connections: mailboxes are read from the outbox. */
  pool: pg.Pool;
  watcher: Watcher;
  /** Slugs, bought in turn. */
  programs: readonly string[];
  /** How long one wait may take. */
  patienceMs: number;
  /** Hears of the body of every answer that says no. */
  onRefusal(body: string): void;
  onStage(stage: Stage): void;
}

export type Stage = "signed in" | "paid" | "launch-ready" | "step completed" | "certified";

export type Payment = "card" | "declined first" | "pay later" | "pay later that fails";

export interface Journey {
  orderId: string;
  paid: boolean;
  certified: boolean;
  /** Milliseconds from payment to the first course being ready to launch. */
  launchReadyMs: number | null;
  /** Milliseconds from payment to certificate. */
  certifiedMs: number | null;
}

/** Walks the whole road once. Throws StuckError or UnexpectedAnswerError where it ends early. */
export async function walk(world: World, number: number, payment: Payment): Promise<Journey> {
  const browser = new Browser(world.appUrl, number, world.onRefusal);
  const name = `${CANARY_NAME} ${number}`;
  await signIn(world, browser, `student-${number}@${CANARY_DOMAIN}`, name);
  world.onStage("signed in");
  await confirmName(browser, name);
  const { orderId, checkoutUrl } = await enroll(
    browser,
    world.programs[(number - 1) % world.programs.length]!,
  );
  const paid = await pay(world, checkoutUrl, payment);
  const journey: Journey = { orderId, paid, certified: false, launchReadyMs: null, certifiedMs: null };
  if (!paid) return journey;
  const paidAt = Date.now();
  world.onStage("paid");
  await takeCourses(world, browser, journey, paidAt, number % EXAM_FAILED_BY_ONE_IN === 0);
  journey.certified = true;
  journey.certifiedMs = Date.now() - paidAt;
  world.onStage("certified");
  return journey;
}

/** The account is there already, its address verified: hashing a password for each student would measure that. */
async function signIn(world: World, browser: Browser, email: string, name: string): Promise<void> {
  await world.pool.query(
    `insert into identity."user" ("name", "email", "emailVerified") values ($1, $2, true) on conflict do nothing`,
    [name, email],
  );
  for (let tries = 0; !browser.signedIn; tries++) {
    if (tries === SIGN_IN_TRIES) throw new UnexpectedAnswerError("signing in did not work");
    const before = await readLinks(world, email);
    await browser.request("/api/auth/sign-in/magic-link", { email, callbackURL: "/student/dashboard" });
    const link = await findNewLink(world, email, before.length);
    // A server that dies while it answers may have used the link up: then another is asked for.
    if (link) await browser.request(link);
  }
}

const SIGN_IN_TRIES = 10;
const MAIL_WITHIN_MS = 5_000;

/** Reads the student's mailbox until there are more links than before; null when none came. */
async function findNewLink(world: World, email: string, before: number): Promise<string | null> {
  const deadline = Date.now() + MAIL_WITHIN_MS;
  while (Date.now() < deadline) {
    const links = await readLinks(world, email);
    if (links.length > before) return links[0]!;
    await pause(50);
  }
  return null;
}

/** Sign-in links mailed to this address, newest first. */
async function readLinks(world: World, email: string): Promise<string[]> {
  const { rows } = await world.pool.query<{ url: string }>(
    "select data ->> 'url' as url from public.mails where to_address = $1 and template = 'magic-link' order by created_at desc",
    [email],
  );
  return rows.map((row) => row.url);
}

/** Certificates wait for a name its holder confirmed. */
async function confirmName(browser: Browser, name: string): Promise<void> {
  const response = await browser.request("/api/student/legal-name", { name });
  if (!response.ok) throw new UnexpectedAnswerError(`confirming the name answered ${response.status}`);
}

async function enroll(
  browser: Browser,
  programSlug: string,
): Promise<{ orderId: string; checkoutUrl: string }> {
  const response = await browser.request("/api/enrollments/create", { programSlug });
  if (!response.ok) throw new UnexpectedAnswerError(`the checkout answered ${response.status}`);
  return (await response.json()) as { orderId: string; checkoutUrl: string };
}

/** Pays at the Stripe double; false for a payment whose funds never arrive. */
async function pay(world: World, checkoutUrl: string, payment: Payment): Promise<boolean> {
  const sessionId = new URL(checkoutUrl).pathname.split("/").at(-1)!;
  const say = (method: string) =>
    post(`${world.sandboxUrl}/stripe/_sandbox/sessions/${sessionId}/pay`, { method });
  if (payment === "declined first") await say("declined");
  if (payment === "card" || payment === "declined first") {
    await say("card");
    return true;
  }
  await say("pay_later");
  await say(payment === "pay later" ? "funds_arrive" : "funds_fail");
  return payment === "pay later";
}

async function takeCourses(
  world: World,
  browser: Browser,
  journey: Journey,
  paidAt: number,
  failsExams: boolean,
): Promise<void> {
  const stepsDone = new Set<string>();
  for (;;) {
    const order = await world.watcher.until(
      journey.orderId,
      (state) => canGoOn(state, stepsDone),
      world.patienceMs,
    );
    if (order.certificateId) return;
    const step = order.steps.find((each) => each.status === "in_progress")!;
    if (journey.launchReadyMs === null) {
      journey.launchReadyMs = Math.max(0, step.startedAt!.getTime() - paidAt);
      world.onStage("launch-ready");
    }
    await launch(browser, order.enrollmentId!);
    await learn(world, journey.orderId, step, failsExams);
    stepsDone.add(step.stepId);
    world.onStage("step completed");
  }
}

/** A course that was not taken yet is open, or the certificate is there. */
function canGoOn(order: WatchedOrder, stepsDone: ReadonlySet<string>): boolean {
  if (order.certificateId) return true;
  return order.steps.some(
    (step) => step.status === "in_progress" && step.externalEnrollmentId && !stepsDone.has(step.stepId),
  );
}

/** Clicks "Start" and lets the partner's sign-on page open: the address works once. */
async function launch(browser: Browser, enrollmentId: string): Promise<void> {
  const response = await browser.request(`/api/partner-launch/${enrollmentId}`);
  const address = response.headers.get("location");
  if (response.status !== 303 || !address)
    throw new UnexpectedAnswerError(`the launch answered ${response.status}`);
  const page = await patiently(address, { redirect: "manual" });
  if (page.status >= 400)
    throw new UnexpectedAnswerError(`the partner's sign-on page answered ${page.status}`);
}

/** One student in so many fails each exam that takes a voucher once, and takes it again. */
const EXAM_FAILED_BY_ONE_IN = 4;

/** The partner tells of half-way progress, for some of a failed exam, then of completion. */
async function learn(
  world: World,
  orderId: string,
  { stepId, partner, kind, externalEnrollmentId }: WatchedStep,
  failsExams: boolean,
): Promise<void> {
  const course = `${world.sandboxUrl}/_sandbox/partners/${partner}/enrollments/${encodeURIComponent(externalEnrollmentId!)}`;
  await post(`${course}/progress`, { progress: 50 });
  if (failsExams && kind === "exam") {
    await post(`${course}/fail-exam`, {});
    const canRetake = ({ steps }: WatchedOrder) =>
      steps.some((step) => step.stepId === stepId && step.standing === "retake_ready");
    await world.watcher.until(orderId, canRetake, world.patienceMs);
  }
  await post(`${course}/complete`, {});
}

async function post(url: string, json: unknown): Promise<void> {
  const response = await patiently(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(json),
  });
  if (!response.ok) throw new UnexpectedAnswerError(`the sandbox answered ${response.status}`);
}
