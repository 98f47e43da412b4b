-- An attempt that was ended can be followed by another one for the same step, as at every partner: only one lives at a time.

alter table public.course_attempts drop constraint course_attempts_reference_key;
create unique index course_attempts_one_living_per_reference
  on public.course_attempts (reference) where status in ('active', 'completed');
