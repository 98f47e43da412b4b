import type { DatabaseSync } from "node:sqlite";

/**
 * Makes the tables of the Stripe double; those that exist stay.
 *
 * An API object is one row: the JSON Stripe would answer with, and columns SQLite derives from it.
 */
export function createTables(db: DatabaseSync): void {
  db.exec(`
    create table if not exists stripe_objects (
      seq integer primary key autoincrement,
      id text not null unique,
      object text not null,
      -- What Stripe knows but never shows, as JSON.
      notes text,
      kind text generated always as (object ->> '$.object') virtual,
      created integer generated always as (object ->> '$.created') virtual,
      status text generated always as (object ->> '$.status') virtual,
      payment_status text generated always as (object ->> '$.payment_status') virtual,
      payment_intent text generated always as (object ->> '$.payment_intent') virtual,
      charge text generated always as (object ->> '$.charge') virtual,
      type text generated always as (object ->> '$.type') virtual,
      expires_at integer generated always as (object ->> '$.expires_at') virtual
    );
    create index if not exists stripe_objects_newest on stripe_objects (kind, created, seq);
    create index if not exists stripe_objects_by_status on stripe_objects (kind, status, expires_at, payment_status);
    create index if not exists stripe_objects_by_payment on stripe_objects (kind, payment_intent, created, seq);

    create table if not exists stripe_idempotency_keys (
      key text primary key,
      endpoint text not null,
      fingerprint text not null,
      status integer not null,
      body text not null,
      created_at integer not null
    );

    -- One row for each time an event is to arrive; a duplicated event has several. Times in milliseconds.
    create table if not exists stripe_deliveries (
      id integer primary key autoincrement,
      event_id text not null,
      state text not null check (state in ('waiting', 'sending', 'delivered', 'dropped', 'given_up')),
      due_at integer not null,
      attempts integer not null default 0,
      created_at integer not null
    );
    create index if not exists stripe_deliveries_due on stripe_deliveries (state, due_at, id);
    create index if not exists stripe_deliveries_by_event on stripe_deliveries (event_id);

    create table if not exists stripe_delivery_attempts (
      id integer primary key autoincrement,
      delivery_id integer not null references stripe_deliveries,
      attempted_at integer not null,
      duration_ms integer not null,
      -- HTTP status of the answer, or null when none came and error says why.
      status integer,
      error text
    );
    create index if not exists stripe_delivery_attempts_by_delivery on stripe_delivery_attempts (delivery_id);

    create table if not exists stripe_faults (
      name text primary key,
      value real not null
    );
  `);
}
