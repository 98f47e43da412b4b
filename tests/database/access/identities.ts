/** Everybody who can ask the database anything, each on the connection they would really use. */
import { CompiledQuery } from "kysely";
import { asItself, asUser, asVisitor, type Database, type Tx } from "#lib/db/client.ts";
import type { World } from "#tests/database/access/world.ts";

export type Outcome =
  | { kind: "answered"; rows: Record<string, string | null>[]; affected: number }
  /** Not allowed to (42501), or not possible for anybody in this way. */
  | { kind: "refused"; why: string }
  /** Allowed, and stopped by a constraint: row-level security is checked before. */
  | { kind: "stopped" };

export interface Identity {
  name: string;
  role: string;
  /** Person this identity acts for. */
  person: string | null;
  /** Runs statements in one transaction that is undone; a failing statement does not disturb the next one. */
  ask<T>(work: (statement: Statement) => Promise<T>): Promise<T>;
}

export type Statement = (text: string, values?: readonly unknown[]) => Promise<Outcome>;

export interface Connections {
  owner: Database;
  web: Database;
  worker: Database;
}

/** Makes the identities, in the order of the matrix's columns. */
export function identitiesOf({ owner, web, worker }: Connections, world: World): Identity[] {
  const person = (name: string, { id, claims }: World["admin"]): Identity => ({
    name,
    role: "authenticated",
    person: id,
    ask: (work) => undone((run) => asUser(web, claims, run), work),
  });
  const itself = (role: string, db: Database): Identity => ({
    name: role,
    role,
    person: null,
    ask: (work) => undone((run) => asItself(db, run), work),
  });
  /** Roles without a password of their own: an operator lends them. */
  const lent = (role: string): Identity => ({
    name: role,
    role,
    person: null,
    ask: (work) =>
      undone(
        (run) =>
          asItself(owner, async (tx) => {
            await tx.executeQuery(CompiledQuery.raw(`set local role ${role}`));
            await run(tx);
          }),
        work,
      ),
  });
  return [
    {
      name: "visitor",
      role: "anon",
      person: null,
      ask: (work) => undone((run) => asVisitor(web, run), work),
    },
    person("student A", world.studentA),
    person("student B", world.studentB),
    person("admin", world.admin),
    itself("baton_web", web),
    itself("baton_worker", worker),
    lent("baton_reporting"),
    lent("baton_inbox_reader"),
  ];
}

class Undone extends Error {}

async function undone<T>(
  transaction: (run: (tx: Tx) => Promise<void>) => Promise<unknown>,
  work: (statement: Statement) => Promise<T>,
): Promise<T> {
  let result: { value: T } | undefined;
  try {
    await transaction(async (tx) => {
      result = { value: await work((text, values = []) => attempt(tx, text, values)) };
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
  return result!.value;
}

async function attempt(tx: Tx, text: string, values: readonly unknown[]): Promise<Outcome> {
  const run = (sql: string, parameters: readonly unknown[] = []) =>
    tx.executeQuery<Record<string, string | null>>(CompiledQuery.raw(sql, [...parameters]));
  await run("savepoint attempt");
  try {
    const { rows, numAffectedRows } = await run(text, values);
    await run("rollback to savepoint attempt");
    return { kind: "answered", rows, affected: Number(numAffectedRows ?? 0) };
  } catch (error) {
    await run("rollback to savepoint attempt");
    return outcomeOf(error, text);
  }
}

/**
 * 42501 insufficient privilege or row-level security; 55000, 0A000 and 428C9 a view, or a column of one, that takes no
 * writes from anybody. Class 23: a constraint.
 */
function outcomeOf(error: unknown, text: string): Outcome {
  const { code = "", message } = error as { code?: string; message: string };
  if (["42501", "55000", "0A000", "428C9"].includes(code)) return { kind: "refused", why: message };
  if (code.startsWith("23")) return { kind: "stopped" };
  throw new Error(`${code} ${message}: ${text}`, { cause: error });
}
