import type { DatabaseSync, StatementSync } from "node:sqlite";
import type Stripe from "stripe";
import type { CreatedRange } from "#sandbox/stripe/params.ts";
import { StripeApiError } from "#sandbox/stripe/stripe-api-error.ts";

/** Stripe's `object` word and what it stands for. */
export interface Kinds {
  "checkout.session": Stripe.Checkout.Session;
  payment_intent: Stripe.PaymentIntent;
  charge: Stripe.Charge;
  refund: Stripe.Refund;
  dispute: Stripe.Dispute;
  event: Stripe.Event;
}

export type Kind = keyof Kinds;

/** Which objects of a kind a list shows; newest first. */
export interface PageQuery {
  limit?: number | undefined;
  starting_after?: string | undefined;
  ending_before?: string | undefined;
  created?: CreatedRange | undefined;
  status?: string | undefined;
  payment_intent?: string | undefined;
  charge?: string | undefined;
  types?: readonly string[] | undefined;
}

/** API objects as Stripe would answer with them, kept as JSON. */
export interface ObjectStore {
  insert(object: Kinds[Kind], notes?: object): void;
  /** Replaces an object by one with the same id. */
  update(object: Kinds[Kind]): void;
  find<K extends Kind>(kind: K, id: string): Kinds[K] | null;
  /** What was noted with `insert`, or null. */
  findNotes(id: string): unknown;
  /** One page in Stripe's list shape. Throws StripeApiError when the cursor is unknown. */
  page<K extends Kind>(kind: K, url: string, query: PageQuery): Stripe.ApiList<Kinds[K]>;
}

/** Opens the store over the double's tables. */
export function openObjectStore(db: DatabaseSync): ObjectStore {
  const insert = db.prepare("insert into stripe_objects (id, object, notes) values (?, ?, ?)");
  const update = db.prepare("update stripe_objects set object = ? where id = ?");
  const find = db.prepare("select object from stripe_objects where id = ? and kind = ?");
  const findNotes = db.prepare("select notes from stripe_objects where id = ?");
  const lists = new Map<string, StatementSync>();
  return {
    insert(object, notes) {
      insert.run(object.id, JSON.stringify(object), notes ? JSON.stringify(notes) : null);
    },
    update(object) {
      update.run(JSON.stringify(object), object.id);
    },
    find<K extends Kind>(kind: K, id: string) {
      const row = find.get(id, kind);
      return row ? (JSON.parse(String(row["object"])) as Kinds[K]) : null;
    },
    findNotes(id) {
      const notes = findNotes.get(id)?.["notes"];
      return typeof notes === "string" ? JSON.parse(notes) : null;
    },
    page(kind, url, query) {
      return readPage(db, lists, kind, url, query);
    },
  };
}

const POSITION = "select created, seq from stripe_objects where id = ? and kind = ?";

function readPage<K extends Kind>(
  db: DatabaseSync,
  lists: Map<string, StatementSync>,
  kind: K,
  url: string,
  query: PageQuery,
): Stripe.ApiList<Kinds[K]> {
  const { conditions, values } = conditionsOf(db, kind, query);
  const limit = query.limit ?? 10;
  const backwards = query.ending_before !== undefined;
  const order = backwards ? "created asc, seq asc" : "created desc, seq desc";
  const sql = `select object from stripe_objects where ${conditions.join(" and ")} order by ${order} limit ?`;
  const statement = lists.get(sql) ?? db.prepare(sql);
  lists.set(sql, statement);
  const rows = statement.all(...values, limit + 1);
  const data = rows.slice(0, limit).map((row) => JSON.parse(String(row["object"])) as Kinds[K]);
  return { object: "list", url, has_more: rows.length > limit, data: backwards ? data.reverse() : data };
}

/** The words of the WHERE clause, all of them ours; every value is bound. */
function conditionsOf(db: DatabaseSync, kind: Kind, query: PageQuery) {
  const conditions = ["kind = ?"];
  const values: (string | number)[] = [kind];
  const add = (condition: string, ...bound: (string | number)[]): void => {
    conditions.push(condition);
    values.push(...bound);
  };
  if (query.payment_intent !== undefined) add("payment_intent = ?", query.payment_intent);
  if (query.charge !== undefined) add("charge = ?", query.charge);
  if (query.status !== undefined) add("status = ?", query.status);
  // Stripe's `charge.*` is a glob too.
  if (query.types)
    add(
      "exists (select 1 from json_each(?) where stripe_objects.type glob value)",
      JSON.stringify(query.types),
    );
  if (query.created?.gte !== undefined) add("created >= ?", query.created.gte);
  if (query.created?.gt !== undefined) add("created > ?", query.created.gt);
  if (query.created?.lte !== undefined) add("created <= ?", query.created.lte);
  if (query.created?.lt !== undefined) add("created < ?", query.created.lt);
  if (query.starting_after !== undefined) {
    add("(created, seq) < (?, ?)", ...positionOf(db, kind, query.starting_after, "starting_after"));
  }
  if (query.ending_before !== undefined) {
    add("(created, seq) > (?, ?)", ...positionOf(db, kind, query.ending_before, "ending_before"));
  }
  return { conditions, values };
}

function positionOf(db: DatabaseSync, kind: Kind, id: string, param: string): [number, number] {
  const row = db.prepare(POSITION).get(id, kind);
  if (row) return [Number(row["created"]), Number(row["seq"])];
  const noun = kind.replaceAll(/[._]/g, " ");
  throw new StripeApiError(400, { code: "resource_missing", message: `No such ${noun}: '${id}'`, param });
}
