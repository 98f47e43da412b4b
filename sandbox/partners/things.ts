/** What a partner keeps beside accounts and enrollments: vouchers, groups, promo codes, orders. */
import type { DatabaseSync } from "node:sqlite";

/** One of these; `state` is whatever the partner's own file writes, kept as JSON. */
export interface Thing<State> {
  /** Unique within partner and kind. */
  id: string;
  /** What it can be found by besides its id: the school's reference, a course code. */
  reference: string;
  state: State;
}

/** The things of one partner. Kinds are the partner's own words. */
export interface Things {
  find<State>(kind: string, id: string): Thing<State> | null;
  /** Oldest first. */
  findByReference<State>(kind: string, reference: string): Thing<State>[];
  /** All of a kind, oldest first. */
  list<State>(kind: string): Thing<State>[];
  /** Adds the thing, or replaces reference and state of the one with this id. */
  save<State>(kind: string, thing: Thing<State>): void;
}

interface Row {
  id: string;
  reference: string;
  state: string;
}

/** The things of all partners. */
export class ThingBook {
  readonly #find;
  readonly #byReference;
  readonly #list;
  readonly #save;

  constructor(db: DatabaseSync) {
    const select = "select id, reference, state from partner_things where partner = ? and kind = ?";
    this.#find = db.prepare(`${select} and id = ?`);
    this.#byReference = db.prepare(`${select} and reference = ? order by number`);
    this.#list = db.prepare(`${select} order by number`);
    this.#save = db.prepare(
      `insert into partner_things (partner, kind, id, reference, state) values (?, ?, ?, ?, ?)
       on conflict (partner, kind, id) do update set reference = excluded.reference, state = excluded.state`,
    );
  }

  /** The things of one partner. */
  of(partner: string): Things {
    return {
      find: (kind, id) => {
        const row = this.#find.get(partner, kind, id) as Row | undefined;
        return row ? toThing(row) : null;
      },
      findByReference: (kind, reference) =>
        (this.#byReference.all(partner, kind, reference) as unknown as Row[]).map((row) => toThing(row)),
      list: (kind) => (this.#list.all(partner, kind) as unknown as Row[]).map((row) => toThing(row)),
      save: (kind, { id, reference, state }) => {
        this.#save.run(partner, kind, id, reference, JSON.stringify(state));
      },
    };
  }
}

/** The caller names what its own partner wrote. */
function toThing<State>({ id, reference, state }: Row): Thing<State> {
  return { id, reference, state: JSON.parse(state) as State };
}
