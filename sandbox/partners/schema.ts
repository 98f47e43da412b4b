/** Tables of the partners; all begin with `partner_`. */
import type { DatabaseSync } from "node:sqlite";

/** Creates what is missing. A second call changes nothing. */
export function createPartnerTables(db: DatabaseSync): void {
  db.exec(`
    create table if not exists partner_accounts (
      partner text not null, id text not null, reference text not null, email text not null, name text not null,
      primary key (partner, id)
    ) without rowid;
    create index if not exists partner_accounts_by_reference on partner_accounts (partner, reference);
    create index if not exists partner_accounts_by_email on partner_accounts (partner, email);

    create table if not exists partner_enrollments (
      partner text not null, id text not null, account_id text not null, reference text not null,
      course_code text not null, status text not null, state text not null, created_at text not null,
      primary key (partner, id)
    ) without rowid;
    create index if not exists partner_enrollments_by_reference on partner_enrollments (partner, reference);
    create index if not exists partner_enrollments_by_time on partner_enrollments (partner, created_at);
    create index if not exists partner_enrollments_by_account on partner_enrollments (partner, account_id);

    create table if not exists partner_things (
      number integer primary key, partner text not null, kind text not null, id text not null,
      reference text not null, state text not null,
      unique (partner, kind, id)
    );
    create index if not exists partner_things_by_reference on partner_things (partner, kind, reference);

    create table if not exists partner_answers (
      partner text not null, operation text not null, key text not null, request text not null, answer text not null,
      primary key (partner, operation, key)
    ) without rowid;

    create table if not exists partner_launches (
      token text primary key, partner text not null, enrollment_id text not null, return_url text not null,
      expires_at integer not null, used_at integer
    ) without rowid;
    create table if not exists partner_sessions (
      token text primary key, partner text not null, enrollment_id text not null, return_url text not null,
      expires_at integer not null
    ) without rowid;

    create table if not exists partner_certificates (
      partner text not null, number text not null, enrollment_id text not null,
      primary key (partner, number)
    ) without rowid;

    create table if not exists partner_deliveries (
      id integer primary key, partner text not null, message_id text not null, event_type text not null,
      enrollment_id text not null, body text not null, state text not null, attempts integer not null default 0,
      created_at integer not null, due_at integer not null, last_status integer
    );
    create index if not exists partner_deliveries_due on partner_deliveries (due_at) where state = 'waiting';

    create table if not exists partner_faults (partner text primary key, faults text not null) without rowid;
  `);
}
