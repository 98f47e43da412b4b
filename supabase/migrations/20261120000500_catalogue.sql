-- What is sold and by whom it is taught. Public, except what a course costs the school.

create table public.partner_lms_providers (
  id uuid primary key default gen_random_uuid(),
  provider_name text not null,
  provider_type text not null unique,
  description text not null default '',
  delivery_description text not null default '',
  website_url text,
  support_email text,
  active boolean not null default true,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint partner_lms_providers_type_is_a_slug check (provider_type ~ '^[a-z0-9][a-z0-9-]{0,62}$')
);
comment on table public.partner_lms_providers is 'One learning platform of one partner. provider_type is its slug in addresses and events.';

create table public.partner_courses (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.partner_lms_providers (id),
  course_name text not null,
  course_code text not null,
  external_course_code text,
  description text not null default '',
  hours numeric(7, 2),
  level text,
  credential_type text,
  kind text not null default 'course',
  wholesale_cents integer,
  retail_cents integer,
  active boolean not null default true,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint partner_courses_code_is_unique_at_its_provider unique (provider_id, course_code),
  constraint partner_courses_kind_is_known check (kind in ('course', 'exam', 'external_module', 'service', 'rsv_product', 'rti')),
  constraint partner_courses_money_is_not_negative check (wholesale_cents >= 0 and retail_cents >= 0)
);
comment on table public.partner_courses is 'A course at one provider. external_course_code is what the partner calls it. Cents in the program''s currency.';

create table public.programs (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique,
  title text not null,
  description text not null default '',
  category text not null,
  hours integer,
  weeks integer,
  price_cents integer not null,
  currency text not null default 'usd',
  delivery_mode text not null default 'partner',
  funding_tags text[] not null default '{}',
  active boolean not null default true,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint programs_slug_is_a_slug check (slug ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
  constraint programs_price_is_not_negative check (price_cents >= 0),
  constraint programs_currency_is_iso_lower_case check (currency ~ '^[a-z]{3}$'),
  constraint programs_delivery_mode_is_stated check (delivery_mode in ('partner', 'self_hosted'))
);
comment on table public.programs is 'What a student buys: an ordered path of steps. price_cents is whole minor units of currency.';

create table public.program_partner_lms (
  id uuid primary key default gen_random_uuid(),
  program_id uuid not null references public.programs (id) on delete cascade,
  provider_id uuid not null references public.partner_lms_providers (id),
  course_id uuid not null references public.partner_courses (id),
  sequence_order integer not null,
  required boolean not null default true,
  created_at timestamptz not null default now(),
  constraint program_partner_lms_course_is_offered_once_per_position unique (program_id, sequence_order, course_id),
  constraint program_partner_lms_positions_start_at_one check (sequence_order >= 1)
);
comment on table public.program_partner_lms is 'The path of a program. Rows that share a sequence_order are options of one position: the order says which was chosen.';
create index program_partner_lms_provider_id on public.program_partner_lms (provider_id);
create index program_partner_lms_course_id on public.program_partner_lms (course_id);

do $$
declare
  name text;
begin
  foreach name in array array['partner_lms_providers', 'partner_courses', 'programs', 'program_partner_lms'] loop
    execute format('alter table public.%I enable row level security', name);
    execute format('alter table public.%I force row level security', name);
    execute format('grant select on public.%I to baton_worker, baton_web', name);
    execute format('create policy "the worker reads %1$s" on public.%1$I for select to baton_worker using (true)', name);
    execute format('create policy "the web reads %1$s" on public.%1$I for select to baton_web using (true)', name);
    execute format('create policy "anybody reads %1$s" on public.%1$I for select to anon, authenticated using (true)', name);
  end loop;
end $$;

-- Column by column: wholesale prices and metadata are the school's own business.
grant select (id, provider_name, provider_type, description, delivery_description, website_url, support_email, active, created_at, updated_at)
  on public.partner_lms_providers to anon, authenticated;
grant select (id, provider_id, course_name, course_code, description, hours, level, credential_type, kind, retail_cents, active, created_at, updated_at)
  on public.partner_courses to anon, authenticated;
grant select (id, slug, title, description, category, hours, weeks, price_cents, currency, delivery_mode, funding_tags, active, created_at, updated_at)
  on public.programs to anon, authenticated;
grant select on public.program_partner_lms to anon, authenticated;
