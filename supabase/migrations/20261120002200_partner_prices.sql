-- What a partner adds to the price of a program, how a course is taught, what an order was made of, and the names
-- a program had before.

alter table public.partner_courses
  add column delivery_format text not null default 'online',
  add constraint partner_courses_delivery_format_is_known check (
    delivery_format in ('online', 'live_online', 'hybrid', 'in_person'));
comment on column public.partner_courses.delivery_format is 'How the course is taught: online at any hour, online at set hours, partly or wholly at a place. The partner''s own words stand beside it in partner_lms_providers.delivery_description.';
grant select (delivery_format) on public.partner_courses to anon, authenticated;

-- Courses that are there already get what is known of their partners; the catalogue says it for new ones.
update public.partner_courses c set delivery_format = case
    when c.kind = 'service' then 'in_person'
    when c.kind = 'rsv_product' or p.provider_type in ('milady', 'jri') then 'hybrid'
    else 'online' end
from public.partner_lms_providers p
where p.id = c.provider_id and p.provider_type <> 'self';

alter table public.program_partner_lms
  add column surcharge_cents integer not null default 0,
  add constraint program_partner_lms_surcharge_is_not_negative check (surcharge_cents >= 0);
comment on column public.program_partner_lms.surcharge_cents is 'What this option adds to programs.price_cents, in the program''s currency: the program''s price is that of its cheapest way through.';

create view public.program_prices with (security_invoker = true) as
  select p.id,
    (p.price_cents + coalesce(sum(o.cheapest), 0))::integer as from_cents,
    (p.price_cents + coalesce(sum(o.dearest), 0))::integer as to_cents
  from public.programs p
  left join (
    -- What is taught today counts; of a position that nobody teaches today, all of it does.
    select s.program_id, s.sequence_order,
      coalesce(min(s.surcharge_cents) filter (where l.active and c.active), min(s.surcharge_cents)) as cheapest,
      coalesce(max(s.surcharge_cents) filter (where l.active and c.active), max(s.surcharge_cents)) as dearest
    from public.program_partner_lms s
    join public.partner_lms_providers l on l.id = s.provider_id
    join public.partner_courses c on c.id = s.course_id
    group by s.program_id, s.sequence_order
  ) o on o.program_id = p.id
  group by p.id;
comment on view public.program_prices is 'The cheapest and the dearest way through each program (id) today. lib/domain/offer-price.ts says the same of one path.';
grant select on public.program_prices to anon, authenticated, baton_web, baton_worker;

alter table public.orders
  add column lines jsonb not null default '[]',
  add constraint orders_lines_are_a_list check (jsonb_typeof(lines) = 'array');
comment on column public.orders.lines is 'What the amount is made of, as it was shown: [{"label", "amountCents"}], the program first, then what chosen partners add. Empty on orders that are older, or whose price had one part.';
grant insert (lines) on public.orders to baton_web;

create table public.program_slug_aliases (
  slug text primary key,
  program_id uuid not null references public.programs (id) on delete cascade,
  created_at timestamptz not null default now(),
  constraint program_slug_aliases_slug_is_a_slug check (slug ~ '^[a-z0-9][a-z0-9-]{0,99}$')
);
comment on table public.program_slug_aliases is 'Addresses a program had before; they lead to its address of today. The slug of a program wins over an alias of the same name.';
create index program_slug_aliases_program_id on public.program_slug_aliases (program_id);
alter table public.program_slug_aliases enable row level security;
alter table public.program_slug_aliases force row level security;
grant select on public.program_slug_aliases to anon, authenticated, baton_web, baton_worker;
create policy "anybody reads program_slug_aliases" on public.program_slug_aliases
  for select to anon, authenticated, baton_web, baton_worker using (true);

create function private.remember_old_slug() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  delete from public.program_slug_aliases where slug = new.slug;
  insert into public.program_slug_aliases (slug, program_id) values (old.slug, new.id)
  on conflict (slug) do update set program_id = excluded.program_id;
  return null;
end $$;
comment on function private.remember_old_slug() is 'Keeps the address a program had before its slug was changed.';
revoke execute on function private.remember_old_slug() from public;
create trigger programs_remember_old_slug after update of slug on public.programs
  for each row when (old.slug is distinct from new.slug) execute function private.remember_old_slug();
