-- Tables of better-auth 1.7 (names and columns are the library's), plus the copy of a new person into
-- profiles, which is done by a later migration's trigger.

create schema identity;
comment on schema identity is 'Sign-in: accounts, sessions, one-time links. Read and written by the sign-in library only.';

create table identity."user" (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "name" text not null,
  "email" text not null unique,
  "emailVerified" boolean not null,
  "image" text,
  "createdAt" timestamptz default current_timestamp not null,
  "updatedAt" timestamptz default current_timestamp not null
);
comment on table identity."user" is 'A person who can sign in; profiles carries the same id.';

create table identity."session" (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "expiresAt" timestamptz not null,
  "token" text not null unique,
  "createdAt" timestamptz default current_timestamp not null,
  "updatedAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" uuid not null references identity."user" ("id") on delete cascade
);
comment on table identity."session" is 'A signed-in browser.';

create table identity."account" (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" uuid not null references identity."user" ("id") on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  "scope" text,
  "password" text,
  "createdAt" timestamptz default current_timestamp not null,
  "updatedAt" timestamptz not null
);
comment on table identity."account" is 'A way to sign in; the password column holds a scrypt hash.';

create table identity."verification" (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "identifier" text not null,
  "value" text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz default current_timestamp not null,
  "updatedAt" timestamptz default current_timestamp not null
);
comment on table identity."verification" is 'One-time links that were asked for and not used yet.';

create table identity."rateLimit" (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "key" text not null unique,
  "count" integer not null,
  "lastRequest" bigint not null
);
comment on table identity."rateLimit" is 'Sign-in attempts per address and window.';

create index "session_userId_idx" on identity."session" ("userId");
create index "account_userId_idx" on identity."account" ("userId");
create index "verification_identifier_idx" on identity."verification" ("identifier");

grant usage on schema identity to baton_web;
grant select, insert, update, delete on all tables in schema identity to baton_web;

do $$
declare
  name text;
begin
  foreach name in array array['user', 'session', 'account', 'verification', 'rateLimit'] loop
    execute format('alter table identity.%I enable row level security', name);
    execute format('alter table identity.%I force row level security', name);
    execute format(
      'create policy "the sign-in library keeps %1$s" on identity.%1$I for all to baton_web using (true) with check (true)',
      name
    );
  end loop;
end $$;
