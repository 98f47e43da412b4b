-- What students say of a course they were in: stars and words, what the school took off the page, and the figures of
-- each course, kept in the same commit as the review that changes them.

create table public.course_reviews (
  id uuid primary key default gen_random_uuid(),
  course_id uuid not null references public.partner_courses (id),
  student_id uuid not null references public.profiles (id),
  rating smallint not null,
  body text not null default '',
  hidden_at timestamptz,
  hidden_reason text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint course_reviews_one_per_student_and_course unique (course_id, student_id),
  constraint course_reviews_rating_is_one_to_five check (rating between 1 and 5),
  constraint course_reviews_body_is_bounded check (length(body) <= 2000),
  constraint course_reviews_hidden_says_why check ((hidden_at is null) = (hidden_reason is null)),
  constraint course_reviews_reason_is_bounded check (length(hidden_reason) between 1 and 300)
);
comment on table public.course_reviews is 'A student''s review of a partner course they are or were enrolled in. A hidden one is seen by its author and admins alone.';
create index course_reviews_student_id on public.course_reviews (student_id);
create index course_reviews_shown on public.course_reviews (course_id, updated_at desc) where hidden_at is null;
create index course_reviews_newest on public.course_reviews (updated_at desc, id);

create table public.course_ratings (
  course_id uuid primary key references public.partner_courses (id),
  ones integer not null default 0,
  twos integer not null default 0,
  threes integer not null default 0,
  fours integer not null default 0,
  fives integer not null default 0,
  review_count integer not null generated always as (ones + twos + threes + fours + fives) stored,
  average numeric(3, 2) generated always as (
    (ones + 2 * twos + 3 * threes + 4 * fours + 5 * fives)::numeric / nullif(ones + twos + threes + fours + fives, 0)) stored,
  constraint course_ratings_count_reviews check (least(ones, twos, threes, fours, fives) >= 0)
);
comment on table public.course_ratings is 'How many reviews of a course that are not hidden gave one to five stars. Kept by keep_course_rating alone.';

create table public.review_moderations (
  id bigint generated always as identity primary key,
  review_id uuid not null,
  course_id uuid not null references public.partner_courses (id),
  student_id uuid not null references public.profiles (id),
  act text not null,
  actor uuid not null references public.profiles (id),
  reason text,
  created_at timestamptz not null default now(),
  constraint review_moderations_act_is_known check (act in ('hidden', 'restored'))
);
comment on table public.review_moderations is 'One row per review that an admin hid or restored, append-only; it stays when the review is removed. student_id wrote the review.';
create index review_moderations_review_id on public.review_moderations (review_id, id);
create index review_moderations_course_id on public.review_moderations (course_id);
create index review_moderations_student_id on public.review_moderations (student_id);
create index review_moderations_actor on public.review_moderations (actor);

create view public.program_option_ratings with (security_invoker = true) as
  select o.id as option_id, coalesce(r.review_count, 0) as review_count, r.average
  from public.program_partner_lms o
  left join public.course_ratings r on r.course_id = o.course_id;
comment on view public.program_option_ratings is 'What students gave the course of each option: number of reviews, and their average or null.';

create function private.guard_course_review() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if (new.hidden_at, new.hidden_reason) is distinct from (old.hidden_at, old.hidden_reason) and not public.is_admin() then
    raise exception 'only an admin hides or restores a review' using errcode = 'insufficient_privilege';
  end if;
  if (new.rating, new.body) is distinct from (old.rating, old.body) and old.student_id is distinct from auth.uid() then
    raise exception 'only its author changes a review' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
comment on function private.guard_course_review() is 'Keeps authors from moderating and admins from putting words into a student''s mouth.';

create function private.keep_course_rating() returns trigger
-- security definer: the figures are nobody's to write; here each review moves them by what it says itself.
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  counted smallint := case when tg_op <> 'INSERT' and old.hidden_at is null then old.rating end;
  counts smallint := case when tg_op <> 'DELETE' and new.hidden_at is null then new.rating end;
  course uuid := case when tg_op = 'DELETE' then old.course_id else new.course_id end;
begin
  if counted is distinct from counts then
    insert into public.course_ratings (course_id) values (course) on conflict do nothing;
    update public.course_ratings set
      ones = ones + coalesce((counts = 1)::integer, 0) - coalesce((counted = 1)::integer, 0),
      twos = twos + coalesce((counts = 2)::integer, 0) - coalesce((counted = 2)::integer, 0),
      threes = threes + coalesce((counts = 3)::integer, 0) - coalesce((counted = 3)::integer, 0),
      fours = fours + coalesce((counts = 4)::integer, 0) - coalesce((counted = 4)::integer, 0),
      fives = fives + coalesce((counts = 5)::integer, 0) - coalesce((counted = 5)::integer, 0)
    where course_id = course;
  end if;
  return null;
end $$;
comment on function private.keep_course_rating() is 'Keeps the figures of a course in step with its reviews, in the same commit.';

create function private.record_moderation() returns trigger
-- security definer: the record of who hid what is nobody's to write.
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into public.review_moderations (review_id, course_id, student_id, act, actor, reason)
  values (new.id, new.course_id, new.student_id,
    case when new.hidden_at is null then 'restored' else 'hidden' end, auth.uid(), new.hidden_reason);
  return null;
end $$;
comment on function private.record_moderation() is 'Writes down who hid or restored a review, and why.';

do $$
declare
  name text;
begin
  grant create on schema private to baton_engine;
  foreach name in array array['keep_course_rating', 'record_moderation'] loop
    execute format('alter function private.%I() owner to baton_engine', name);
  end loop;
  revoke create on schema private from baton_engine;
  foreach name in array array['guard_course_review', 'keep_course_rating', 'record_moderation'] loop
    execute format('revoke execute on function private.%I() from public, anon, authenticated', name);
  end loop;
  foreach name in array array['course_reviews', 'course_ratings', 'review_moderations'] loop
    execute format('alter table public.%I enable row level security', name);
    execute format('alter table public.%I force row level security', name);
  end loop;
end $$;

create trigger review_is_changed_by_its_own
  before update on public.course_reviews for each row execute function private.guard_course_review();
create trigger review_moves_the_rating
  after insert or update or delete on public.course_reviews for each row execute function private.keep_course_rating();
create trigger review_moderation_is_recorded
  after update on public.course_reviews for each row
  when (old.hidden_at is distinct from new.hidden_at) execute function private.record_moderation();

grant select, insert (course_id), update on public.course_ratings to baton_engine;
create policy "reviews read their figures" on public.course_ratings for select to baton_engine using (true);
create policy "reviews begin their figures" on public.course_ratings for insert to baton_engine with check (true);
create policy "reviews move their figures" on public.course_ratings for update to baton_engine using (true) with check (true);
grant insert on public.review_moderations to baton_engine;
create policy "moderation is written down" on public.review_moderations for insert to baton_engine with check (true);

-- Everybody reads what is shown, but not who wrote it.
grant select (id, course_id, rating, body, created_at, updated_at) on public.course_reviews to anon;
create policy "anybody reads reviews that are shown" on public.course_reviews for select to anon using (hidden_at is null);
grant select on public.course_ratings, public.program_option_ratings to anon, authenticated;
create policy "anybody reads ratings" on public.course_ratings for select to anon, authenticated using (true);

grant select, insert (course_id, student_id, rating, body), update (rating, body, hidden_at, hidden_reason, updated_at), delete
  on public.course_reviews to authenticated;
create policy "a student reads their own reviews" on public.course_reviews
  for select to authenticated using (student_id = (select auth.uid()));
create policy "an admin reads every review" on public.course_reviews
  for select to authenticated using ((select public.is_admin()));
create policy "a student reviews a course they were enrolled in" on public.course_reviews
  for insert to authenticated with check (
    student_id = (select auth.uid()) and exists (
      select from public.partner_lms_enrollments e
      where e.student_id = (select auth.uid()) and e.course_id = course_reviews.course_id
        and e.status in ('active', 'completed')));
create policy "a student edits their own review" on public.course_reviews
  for update to authenticated using (student_id = (select auth.uid())) with check (student_id = (select auth.uid()));
create policy "an admin moderates reviews" on public.course_reviews
  for update to authenticated using ((select public.is_admin())) with check ((select public.is_admin()));
-- A hidden review stays, so that nobody gets round moderation by writing it again.
create policy "a student removes their own review" on public.course_reviews
  for delete to authenticated using (student_id = (select auth.uid()) and hidden_at is null);
grant select on public.review_moderations to authenticated;
create policy "an admin reads who moderated" on public.review_moderations
  for select to authenticated using ((select public.is_admin()));
