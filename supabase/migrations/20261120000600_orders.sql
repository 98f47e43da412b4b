-- A purchase and its books. The price is a snapshot: later edits of a program change nothing bought before.

create table public.orders (
  id uuid primary key default gen_random_uuid(),
  student_id uuid not null references public.profiles (id),
  program_id uuid references public.programs (id),
  course_id uuid references public.partner_courses (id),
  option_ids uuid[] not null default '{}',
  status text not null default 'awaiting_payment',
  amount_cents integer not null,
  currency text not null,
  description text not null,
  refunded_cents integer not null default 0,
  livemode boolean,
  stripe_checkout_session_id text unique,
  stripe_payment_intent_id text unique,
  checkout_url text,
  checkout_expires_at timestamptz,
  paid_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint orders_buy_a_program_or_one_course check ((program_id is null) <> (course_id is null)),
  constraint orders_status_is_known check (status in (
    'awaiting_payment', 'awaiting_funds', 'paid', 'partially_refunded', 'refunded', 'disputed', 'expired', 'failed')),
  constraint orders_amount_is_not_negative check (amount_cents >= 0),
  constraint orders_refund_stays_within_the_amount check (refunded_cents between 0 and amount_cents),
  constraint orders_paid_has_a_time check (status in ('awaiting_payment', 'awaiting_funds', 'expired', 'failed') or paid_at is not null)
);
comment on table public.orders is 'A purchase: price snapshot in minor units, chosen options, state of the payment. course_id only for payments that name a course instead of a program.';
create index orders_student_id on public.orders (student_id, created_at desc);
create index orders_program_id on public.orders (program_id);
create index orders_course_id on public.orders (course_id);
create index orders_paid_and_young on public.orders (paid_at) where status = 'paid';

create table public.ledger_entries (
  id bigint generated always as identity primary key,
  order_id uuid not null references public.orders (id),
  student_id uuid not null references public.profiles (id),
  account text not null,
  purpose text not null,
  reference text not null,
  amount_cents integer not null,
  currency text not null,
  created_at timestamptz not null default now(),
  constraint ledger_entries_book_a_fact_once unique (order_id, purpose, reference, account),
  constraint ledger_entries_account_is_known check (account in ('stripe_balance', 'program_sales')),
  constraint ledger_entries_purpose_is_known check (purpose in ('payment', 'refund'))
);
comment on table public.ledger_entries is 'Double-entry books: the entries of one order always sum to zero. Positive is debit.';
create index ledger_entries_student_id on public.ledger_entries (student_id);

create table public.transfers (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references public.orders (id),
  provider_id uuid not null references public.partner_lms_providers (id),
  student_id uuid not null references public.profiles (id),
  purpose text not null,
  status text not null default 'pending',
  amount_cents integer not null,
  currency text not null,
  stripe_transfer_id text unique,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint transfers_pay_a_provider_once_per_purpose unique (order_id, provider_id, purpose),
  constraint transfers_amount_is_positive check (amount_cents > 0),
  constraint transfers_status_is_known check (status in ('pending', 'paid', 'reversed', 'failed'))
);
comment on table public.transfers is 'A partner''s share of an order. No rows until payouts are set up.';
create index transfers_provider_id on public.transfers (provider_id);
create index transfers_student_id on public.transfers (student_id);

do $$
declare
  name text;
begin
  foreach name in array array['orders', 'ledger_entries', 'transfers'] loop
    execute format('alter table public.%I enable row level security', name);
    execute format('alter table public.%I force row level security', name);
    execute format('grant select on public.%I to authenticated, baton_worker', name);
    execute format('create policy "the worker reads %1$s" on public.%1$I for select to baton_worker using (true)', name);
    execute format('create policy "an admin reads %1$s" on public.%1$I for select to authenticated using ((select public.is_admin()))', name);
  end loop;
end $$;

create policy "a student reads their own orders" on public.orders
  for select to authenticated using (student_id = (select auth.uid()));

-- The web writes an order before anything is paid and adds the checkout page's address; nothing more.
grant select (id, student_id, program_id, option_ids, status, amount_cents, currency, description, stripe_checkout_session_id, checkout_url, checkout_expires_at, created_at)
  on public.orders to baton_web;
grant insert (id, student_id, program_id, option_ids, amount_cents, currency, description, checkout_expires_at) on public.orders to baton_web;
grant update (stripe_checkout_session_id, checkout_url, checkout_expires_at, updated_at) on public.orders to baton_web;
create policy "the web reads orders" on public.orders for select to baton_web using (true);
create policy "the web opens orders that await payment" on public.orders
  for insert to baton_web with check (status = 'awaiting_payment');
create policy "the web adds the checkout to an unpaid order" on public.orders
  for update to baton_web using (status = 'awaiting_payment') with check (status = 'awaiting_payment');

grant insert, update on public.orders to baton_worker;
create policy "the worker opens orders of older payments" on public.orders for insert to baton_worker with check (true);
create policy "the worker moves orders" on public.orders for update to baton_worker using (true) with check (true);

grant insert on public.ledger_entries to baton_worker;
create policy "the worker books entries" on public.ledger_entries for insert to baton_worker with check (true);
