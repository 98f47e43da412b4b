-- Passkeys, and when a signed-in browser was last seen. Names and columns are those of better-auth 1.7's plugin.

create table identity."passkey" (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "name" text,
  "publicKey" text not null,
  "userId" uuid not null references identity."user" ("id") on delete cascade,
  "credentialID" text not null,
  -- Unsigned 32 bits: more than an integer holds, and the library wants a number where bigint gives text.
  "counter" double precision not null,
  "deviceType" text not null,
  "backedUp" boolean not null,
  "transports" text,
  "createdAt" timestamptz default current_timestamp,
  "aaguid" text,
  constraint "passkey_opens_one_account" unique ("credentialID"),
  constraint "passkey_name_is_bounded" check (length("name") between 1 and 100)
);
comment on table identity."passkey" is 'A key on a person''s own device that signs in; only its public half is here.';
create index "passkey_userId_idx" on identity."passkey" ("userId");

grant select, insert, update, delete on identity."passkey" to baton_web;
alter table identity."passkey" enable row level security;
alter table identity."passkey" force row level security;
create policy "the sign-in library keeps passkey" on identity."passkey"
  for all to baton_web using (true) with check (true);

alter table identity."session" add column "lastSeenAt" timestamptz;
comment on column identity."session"."lastSeenAt" is 'Kept within five minutes; null for a session that was never used again.';
