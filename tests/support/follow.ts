/** Students in a partner's course, and ways to look at how they stand there. */
import type pg from "pg";
import type { Claims } from "#lib/domain/claims.ts";
import { addPerson } from "#tests/database/reads/story.ts";
import { buy, pay, until, untilStep, value, type Bought, type Engine } from "#tests/support/engine.ts";

export interface Learning extends Bought {
  /** The partner's id of the enrollment. */
  external: string;
  /** `partner_lms_enrollments.id`. */
  id: string;
}

/** Buys and pays a program and waits until the student is in the course of its first step. */
export async function startLearning(engine: Engine, program: string): Promise<Learning> {
  const bought = await buy(engine, program);
  await pay(engine, bought);
  return { ...bought, ...(await untilLearning(engine, bought.orderId, 1)) };
}

/** Waits until a step of an order is in progress and says what its partner enrollment is. */
export async function untilLearning(
  engine: Engine,
  orderId: string,
  position: number,
): Promise<{ id: string; external: string }> {
  const external = (await untilStep(engine, orderId, position, "in_progress"))!;
  const id = await value<string>(
    engine,
    `select x.id from partner_lms_enrollments x join enrollments e on e.id = x.enrollment_id
     where e.order_id = $1 and x.external_enrollment_id = $2`,
    [orderId, external],
  );
  return { id, external };
}

/** Waits until an enrollment stands so. */
export async function untilStanding(engine: Engine, id: string, standing: string): Promise<void> {
  await until(() =>
    value(engine, "select 1 from partner_lms_enrollments where id = $1 and standing = $2", [id, standing]),
  );
}

/** The reason of the open failure about a subject; undefined when there is none. */
export function openReason(engine: Engine, subject: string): Promise<string | undefined> {
  return value(
    engine,
    "select reason from partner_lms_enrollment_failures where subject = $1 and resolved_at is null",
    [subject],
  );
}

/** Standings a student was written to about, in order. */
export function standingMails(engine: Engine, id: string): Promise<string | null> {
  return value(
    engine,
    `select string_agg(data ->> 'standing', ', ' order by created_at, subject_key) from mails
     where template = 'standing-changed' and subject_key like $1`,
    [`${id}:%`],
  );
}

/** Adds a person, with a role if one is named. */
export async function person(
  engine: Engine,
  name: string,
  role?: string,
): Promise<{ id: string; claims: Claims }> {
  const client = await engine.owner.connect();
  return addPerson(client as unknown as pg.Client, name, role).finally(() => client.release());
}
