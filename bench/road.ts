/** Students on the road without their browsers: orders opened beforehand, paid at the Stripe double, courses finished at once. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { NO_FAULTS } from "#cli/simulate/faults.ts";
import { percentiles, type Percentiles } from "#cli/simulate/report.ts";
import { startStack, type Stack } from "#cli/simulate/stack.ts";
import { startWatcher, type WatchedOrder, type Watcher } from "#cli/simulate/watcher.ts";
import { createPayments } from "#lib/payments/index.ts";

export interface Road {
  stack: Stack;
  watcher: Watcher;
  stop(): Promise<void>;
}

/** So many calls a second that it is Baton that is measured, not what a partner allows. */
const ALLOWED_BY_PARTNERS = 2_000;

/** Brings up an installation with so many workers and partners that take `slowMs` for each answer. */
export async function openRoad(workers: number, slowMs: number): Promise<Road> {
  const stack = await startStack({ workers, requestsPerSecond: ALLOWED_BY_PARTNERS });
  await stack.setFaults({ ...NO_FAULTS, slowMs });
  const watcher = startWatcher(stack.pool);
  return {
    stack,
    watcher,
    async stop() {
      await watcher.stop();
      await stack.stop();
    },
  };
}

export interface WaitingStudent {
  orderId: string;
  sessionId: string;
}

/** Three partners, HSI first. */
const PROGRAM = "medical-assistant";
const OPENED_AT_ONCE = 20;

/** Adds students, each with an open checkout for `program`. */
export async function addWaitingStudents(
  { stack }: Road,
  count: number,
  program = PROGRAM,
): Promise<WaitingStudent[]> {
  const payments = createPayments({ secretKey: stack.stripeKey, apiBaseUrl: stack.sandboxUrl });
  const students: WaitingStudent[] = [];
  const add = async () => {
    while (students.length < count) {
      const orderId = randomUUID();
      const student: WaitingStudent = { orderId, sessionId: "" };
      students.push(student);
      student.sessionId = await openCheckout(stack, payments, orderId, program);
    }
  };
  await Promise.all(Array.from({ length: OPENED_AT_ONCE }, add));
  return students;
}

async function openCheckout(
  stack: Stack,
  payments: ReturnType<typeof createPayments>,
  orderId: string,
  program: string,
): Promise<string> {
  const email = `${orderId}@example.com`;
  const { rows } = await stack.pool.query<{ price: number; title: string }>(
    `with student as (insert into public.profiles (id, email, full_name, legal_name, legal_name_confirmed_at)
       values (gen_random_uuid(), $2, 'Bench Student', 'Bench Student', now()) returning id)
     insert into public.orders (id, student_id, program_id, amount_cents, currency, description)
     select $1, student.id, p.id, p.price_cents, p.currency, p.title from student, public.programs p where p.slug = $3
     returning amount_cents as price, description as title`,
    [orderId, email, program],
  );
  const checkout = await payments.openCheckout({
    orderId,
    studentEmail: email,
    lines: [{ name: rows[0]!.title, amountCents: rows[0]!.price }],
    currency: "usd",
    successUrl: `${stack.appUrl}/checkout/return`,
    cancelUrl: `${stack.appUrl}/programs`,
    expiresAt: new Date(Date.now() + 12 * 3600_000),
    metadata: { orderId },
  });
  return checkout.sessionId;
}

/** Pays one checkout and returns when, in milliseconds since the epoch. */
export async function payNow({ stack }: Road, student: WaitingStudent): Promise<number> {
  const paidAt = Date.now();
  await post(`${stack.sandboxUrl}/stripe/_sandbox/sessions/${student.sessionId}/pay`, { method: "card" });
  return paidAt;
}

const PATIENCE_MS = 120_000;

/** Waits until the first course can be launched; milliseconds after `paidAt`, by the database's record of the step. */
export async function untilLaunchReady(
  { watcher }: Road,
  student: WaitingStudent,
  paidAt: number,
): Promise<number> {
  const order = await watcher.until(
    student.orderId,
    (state) => state.steps[0]?.startedAt != null,
    PATIENCE_MS,
  );
  return Math.max(0, order.steps[0]!.startedAt!.getTime() - paidAt);
}

/** Finishes every course as soon as it is open, until the certificate is there. */
export async function finishAllCourses({ stack, watcher }: Road, student: WaitingStudent): Promise<void> {
  const done = new Set<string>();
  for (;;) {
    const order = await watcher.until(student.orderId, (state) => isOpen(state, done), PATIENCE_MS);
    if (order.certificateId) return;
    const step = order.steps.find((each) => each.status === "in_progress" && !done.has(each.stepId))!;
    done.add(step.stepId);
    await post(
      `${stack.sandboxUrl}/_sandbox/partners/${step.partner}/enrollments/${step.externalEnrollmentId}/complete`,
      {},
    );
  }
}

function isOpen(order: WatchedOrder, done: ReadonlySet<string>): boolean {
  return (
    order.certificateId !== null ||
    order.steps.some((step) => step.status === "in_progress" && !done.has(step.stepId))
  );
}

/** Lets students arrive evenly and returns the times from payment to launch-ready. */
export async function measureLaunch(
  road: Road,
  students: readonly WaitingStudent[],
  perSecond: number,
): Promise<Percentiles> {
  const times = await Promise.all(
    students.map(async (student, index) => {
      await pause((index / perSecond) * 1000);
      return untilLaunchReady(road, student, await payNow(road, student));
    }),
  );
  return percentiles(times)!;
}

async function post(url: string, json: unknown): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(json),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the sandbox answered ${response.status}`);
}
