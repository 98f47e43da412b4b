/** A student of the CNA program with three partners to choose from, who changes their mind. */
import type pg from "pg";
import { previewSwitch } from "#lib/automation/preview-switch.ts";
import { requestSwitch } from "#lib/automation/request-switch.ts";
import { startCheckout } from "#lib/automation/start-checkout.ts";
import { addPerson } from "#tests/database/reads/story.ts";
import { pay, until, value, type Bought, type Engine } from "#tests/support/engine.ts";

export const CHOICE = "cna-choice-of-partner";

/** The option of this partner at the first position. */
export async function optionOf(engine: Engine, partner: string): Promise<string> {
  return value<string>(
    engine,
    `select o.id from program_partner_lms o join programs p on p.id = o.program_id
     join partner_lms_providers l on l.id = o.provider_id
     where p.slug = $1 and l.provider_type = $2 and o.sequence_order = 1`,
    [CHOICE, partner],
  );
}

/** Buys the program with this partner, and with a seat at this date of its course, and pays. */
export async function buyWith(engine: Engine, partner: string, sessionId?: string): Promise<Bought> {
  const client = await engine.owner.connect();
  const student = await addPerson(client as unknown as pg.Client, "Switching Student").finally(() =>
    client.release(),
  );
  const optionId = await optionOf(engine, partner);
  const { orderId, checkoutUrl } = await startCheckout(
    { db: engine.web, payments: engine.payments, appUrl: engine.appUrl },
    {
      claims: student.claims,
      programSlug: CHOICE,
      optionIds: [optionId],
      ...(sessionId ? { sessions: { [optionId]: sessionId } } : {}),
    },
  );
  const bought = { student, orderId, sessionId: new URL(checkoutUrl).pathname.split("/").at(-1)! };
  await pay(engine, bought);
  return bought;
}

/** The step at this position of an order. */
export async function stepAt(engine: Engine, orderId: string, position = 1): Promise<string> {
  return until(() =>
    value<string>(
      engine,
      `select s.id from enrollment_steps s join enrollments e on e.id = s.enrollment_id
       where e.order_id = $1 and s.sequence_order = $2`,
      [orderId, position],
    ),
  );
}

/** What the student is shown of one other partner. */
export async function previewOf(engine: Engine, bought: Bought, partner: string, position = 1) {
  const stepId = await stepAt(engine, bought.orderId, position);
  const { facts, previews } = await previewSwitch(
    { db: engine.web },
    { claims: bought.student.claims, stepId },
  );
  const option = facts.options.find((each) => each.partner.slug === partner)!;
  return previews.find(({ optionId }) => optionId === option.optionId)!;
}

/** Asks for the switch that the page shows. Throws SwitchRefusedError where it shows none. */
export async function askToSwitch(
  engine: Engine,
  bought: Bought,
  partner: string,
  position = 1,
): Promise<void> {
  const preview = await previewOf(engine, bought, partner, position);
  await requestSwitch(
    { db: engine.web },
    {
      claims: bought.student.claims,
      stepId: await stepAt(engine, bought.orderId, position),
      optionId: preview.optionId,
      token: "token" in preview ? preview.token : "none",
    },
  );
}

/** Waits until the latest switch of an order has one of these states, and returns it. */
export function untilSwitch(engine: Engine, orderId: string, ...statuses: string[]): Promise<SwitchSeen> {
  return until(async () => {
    const seen = await latestSwitch(engine, orderId);
    return seen && statuses.includes(seen.status) ? seen : null;
  }, 20_000);
}

export interface SwitchSeen {
  id: string;
  status: string;
  refusal: string | null;
  refund_cents: number;
}

/** The latest switch of an order. */
export async function latestSwitch(engine: Engine, orderId: string): Promise<SwitchSeen | null> {
  const { rows } = await engine.owner.query<SwitchSeen>(
    "select id, status, refusal, refund_cents from partner_switches where order_id = $1 order by created_at desc limit 1",
    [orderId],
  );
  return rows[0] ?? null;
}

/** What the partner itself says of the enrollments of a step: how many live there. */
export async function livingAt(engine: Engine, partner: string, stepId: string): Promise<number> {
  const response = await fetch(
    `${engine.sandboxUrl}/_sandbox/partners/${partner}/enrollments?reference=${stepId}`,
  );
  const { enrollments } = (await response.json()) as { enrollments: { status: string }[] };
  return enrollments.filter(({ status }) => status !== "canceled").length;
}
