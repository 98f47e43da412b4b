/** One Stripe test account: all it holds and the clock it lives by. */
import type { DatabaseSync } from "node:sqlite";
import { openDeliveryQueue, type DeliveryQueue } from "#sandbox/stripe/delivery-queue.ts";
import { openFaultStore, type FaultStore } from "#sandbox/stripe/faults.ts";
import { openObjectStore, type ObjectStore } from "#sandbox/stripe/object-store.ts";
import { createTables } from "#sandbox/stripe/schema.ts";

export interface Account {
  db: DatabaseSync;
  objects: ObjectStore;
  deliveries: DeliveryQueue;
  faults: FaultStore;
  /** Address of the sandbox, without a trailing slash. */
  baseUrl: string;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Opens the account kept in `db`; made when absent. `random` (0 up to, not including, 1) decides which events a fault hits. */
export function openAccount(
  db: DatabaseSync,
  baseUrl: string,
  now: () => number,
  random: () => number,
): Account {
  createTables(db);
  const objects = openObjectStore(db);
  const faults = openFaultStore(db);
  const deliveries = openDeliveryQueue(db, faults, now, random);
  return { db, objects, faults, deliveries, baseUrl, now };
}

/** The account's clock in Stripe's unit. */
export function nowSeconds(account: Account): number {
  return Math.floor(account.now() / 1000);
}

/** Runs `work` so that all of it is kept or none. Inside another such call it simply joins. */
export function inTransaction<T>(account: Account, work: () => T): T {
  const { db } = account;
  if (db.isTransaction) return work();
  db.exec("begin immediate");
  try {
    const result = work();
    db.exec("commit");
    return result;
  } catch (error) {
    db.exec("rollback");
    throw error;
  }
}
