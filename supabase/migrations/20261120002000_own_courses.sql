-- Courses the school teaches itself: lessons in order, quizzes, uploaded packages and videos. The course is a row of
-- partner_courses like every other; its provider (provider_type self) is the school.

create table public.course_packages (
  id uuid primary key default gen_random_uuid(),
  standard text not null,
  title text not null,
  items jsonb not null,
  file_count integer not null,
  byte_count bigint not null,
  created_by uuid references public.profiles (id),
  created_at timestamptz not null default now(),
  constraint course_packages_standard_is_known check (standard in ('scorm_1_2', 'scorm_2004')),
  constraint course_packages_have_something_to_launch check (jsonb_typeof(items) = 'array' and jsonb_array_length(items) between 1 and 200)
);
comment on table public.course_packages is 'An uploaded SCORM package. items is what its manifest says can be launched: [{id, title, href, isSco, masteryScore, …}].';
create index course_packages_created_by on public.course_packages (created_by);

create table public.course_files (
  id uuid primary key default gen_random_uuid(),
  package_id uuid references public.course_packages (id) on delete cascade,
  purpose text not null,
  path text not null,
  media_type text not null,
  byte_count bigint not null,
  created_by uuid references public.profiles (id),
  created_at timestamptz not null default now(),
  constraint course_files_purpose_is_known check (purpose in ('package', 'video', 'captions')),
  constraint course_files_of_packages_name_theirs check ((purpose = 'package') = (package_id is not null)),
  constraint course_files_path_is_once_in_its_package unique (package_id, path),
  constraint course_files_path_is_bounded check (length(path) between 1 and 400),
  constraint course_files_are_not_negative check (byte_count >= 0)
);
comment on table public.course_files is 'A file of a package, a video or its captions. The bytes are in course_file_chunks. created_by is null for what came with the installation.';
create index course_files_created_by on public.course_files (created_by);

create table public.course_file_chunks (
  file_id uuid not null references public.course_files (id) on delete cascade,
  position integer not null,
  bytes bytea not null,
  primary key (file_id, position),
  constraint course_file_chunks_start_at_zero check (position >= 0),
  constraint course_file_chunks_are_bounded check (octet_length(bytes) between 1 and 262144)
);
comment on table public.course_file_chunks is 'The bytes of a file in pieces of 256 KiB, the last one shorter, so that any part is read without the rest.';
-- Videos and pictures are compressed already.
alter table public.course_file_chunks alter column bytes set storage external;

create table public.course_lessons (
  id uuid primary key default gen_random_uuid(),
  course_id uuid not null references public.partner_courses (id),
  position integer not null,
  kind text not null,
  title text not null,
  body text not null default '',
  video_id uuid references public.course_files (id),
  captions_id uuid references public.course_files (id),
  duration_seconds integer,
  pass_percentage integer,
  tries_allowed integer,
  package_id uuid references public.course_packages (id),
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint course_lessons_kind_is_known check (kind in ('text', 'video', 'quiz', 'scorm')),
  constraint course_lessons_title_is_bounded check (length(title) between 1 and 200),
  constraint course_lessons_body_is_bounded check (length(body) <= 50000),
  constraint course_lessons_text_says_something check (kind <> 'text' or body <> ''),
  constraint course_lessons_video_has_captions_and_a_length check (
    kind <> 'video' or (video_id is not null and captions_id is not null and duration_seconds between 1 and 86400)),
  constraint course_lessons_quiz_says_what_passes check (
    kind <> 'quiz' or (pass_percentage between 1 and 100 and (tries_allowed is null or tries_allowed between 1 and 100))),
  constraint course_lessons_scorm_has_a_package check (kind <> 'scorm' or package_id is not null)
);
comment on table public.course_lessons is 'A lesson of a course of our own, in the order of position. An archived one is shown to nobody and asked of nobody.';
create index course_lessons_course_id on public.course_lessons (course_id, position) where archived_at is null;
create index course_lessons_video_id on public.course_lessons (video_id);
create index course_lessons_captions_id on public.course_lessons (captions_id);
create index course_lessons_package_id on public.course_lessons (package_id);

create table public.quiz_questions (
  id uuid primary key default gen_random_uuid(),
  lesson_id uuid not null references public.course_lessons (id) on delete cascade,
  position integer not null,
  prompt text not null,
  choices text[] not null,
  several boolean not null default false,
  constraint quiz_questions_prompt_is_bounded check (length(prompt) between 1 and 2000),
  constraint quiz_questions_offer_a_choice check (cardinality(choices) between 2 and 10),
  constraint quiz_questions_position_is_once_per_lesson unique (lesson_id, position) deferrable initially deferred
);
comment on table public.quiz_questions is 'What a quiz asks. several: more than one choice can be right. The right ones are in quiz_answers.';

create table public.quiz_answers (
  question_id uuid primary key references public.quiz_questions (id) on delete cascade,
  right_choices integer[] not null,
  explanation text not null default '',
  constraint quiz_answers_name_a_choice check (cardinality(right_choices) between 1 and 10),
  constraint quiz_answers_explanation_is_bounded check (length(explanation) <= 2000)
);
comment on table public.quiz_answers is 'The right choices of a question, counted from 0: never readable by a student.';

create table public.course_attempts (
  id uuid primary key default gen_random_uuid(),
  reference text not null unique,
  student_id uuid not null references public.profiles (id),
  course_id uuid not null references public.partner_courses (id),
  status text not null default 'active',
  progress_percentage integer not null default 0,
  last_lesson_id uuid references public.course_lessons (id),
  completed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint course_attempts_status_is_known check (status in ('active', 'completed', 'ended')),
  constraint course_attempts_progress_is_a_percentage check (progress_percentage between 0 and 100),
  constraint course_attempts_completed_has_a_time check (status <> 'completed' or completed_at is not null)
);
comment on table public.course_attempts is 'A student in a course of our own: what a partner''s platform would keep of an enrollment. reference is the step it was opened for.';
create index course_attempts_student_id on public.course_attempts (student_id, course_id);
create index course_attempts_course_id on public.course_attempts (course_id);
create index course_attempts_last_lesson_id on public.course_attempts (last_lesson_id);

create table public.lesson_progress (
  attempt_id uuid not null references public.course_attempts (id),
  lesson_id uuid not null references public.course_lessons (id),
  student_id uuid not null references public.profiles (id),
  completed_at timestamptz,
  percentage integer not null default 0,
  score integer,
  watched_seconds integer not null default 0,
  position_seconds integer not null default 0,
  reported_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (attempt_id, lesson_id),
  constraint lesson_progress_is_a_percentage check (percentage between 0 and 100),
  constraint lesson_progress_score_is_a_percentage check (score between 0 and 100),
  constraint lesson_progress_seconds_are_not_negative check (watched_seconds >= 0 and position_seconds >= 0)
);
comment on table public.lesson_progress is 'How far a student is in one lesson. Only ever grows; position_seconds alone, where a video goes on, follows the student.';
create index lesson_progress_lesson_id on public.lesson_progress (lesson_id);
create index lesson_progress_student_id on public.lesson_progress (student_id);

create table public.quiz_tries (
  id uuid primary key default gen_random_uuid(),
  attempt_id uuid not null references public.course_attempts (id),
  lesson_id uuid not null references public.course_lessons (id),
  student_id uuid not null references public.profiles (id),
  number integer not null,
  answers jsonb not null,
  score integer not null,
  passed boolean not null,
  created_at timestamptz not null default now(),
  constraint quiz_tries_are_numbered_once unique (attempt_id, lesson_id, number),
  constraint quiz_tries_score_is_a_percentage check (score between 0 and 100),
  constraint quiz_tries_answers_are_bounded check (octet_length(answers::text) <= 65536)
);
comment on table public.quiz_tries is 'One answered quiz: answers is {question id: [choices]}, score what the server made of it.';
create index quiz_tries_lesson_id on public.quiz_tries (lesson_id);
create index quiz_tries_student_id on public.quiz_tries (student_id);

create table public.scorm_states (
  attempt_id uuid not null references public.course_attempts (id),
  lesson_id uuid not null references public.course_lessons (id),
  item_id text not null,
  student_id uuid not null references public.profiles (id),
  session_id uuid not null,
  commit_number integer not null default 0,
  cmi jsonb,
  completed_at timestamptz,
  percentage integer not null default 0,
  score integer,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (attempt_id, lesson_id, item_id),
  constraint scorm_states_item_is_bounded check (length(item_id) between 1 and 300),
  constraint scorm_states_cmi_is_bounded check (octet_length(cmi::text) <= 262144),
  constraint scorm_states_progress_is_a_percentage check (percentage between 0 and 100),
  constraint scorm_states_score_is_a_percentage check (score between 0 and 100)
);
comment on table public.scorm_states is 'What a package asked us to keep for one student and item. session_id is the window that opened it last: no other one writes.';
create index scorm_states_lesson_id on public.scorm_states (lesson_id);
create index scorm_states_student_id on public.scorm_states (student_id);

do $$
declare
  name text;
begin
  foreach name in array array[
    'course_packages', 'course_files', 'course_file_chunks', 'course_lessons', 'quiz_questions', 'quiz_answers',
    'course_attempts', 'lesson_progress', 'quiz_tries', 'scorm_states'
  ] loop
    execute format('alter table public.%I enable row level security', name);
    execute format('alter table public.%I force row level security', name);
    execute format('grant select on public.%I to baton_web', name);
    execute format('create policy "the web reads %1$s" on public.%1$I for select to baton_web using (true)', name);
  end loop;

  -- Who teaches writes lessons under their own name; row-level security knows who that is.
  foreach name in array array['course_packages', 'course_files', 'course_lessons', 'quiz_questions', 'quiz_answers'] loop
    execute format('grant select, insert on public.%I to authenticated', name);
    execute format('create policy "an admin reads %1$s" on public.%1$I for select to authenticated using ((select public.is_admin()))', name);
    execute format('create policy "an admin adds %1$s" on public.%1$I for insert to authenticated with check ((select public.is_admin()))', name);
  end loop;
  foreach name in array array['course_lessons', 'quiz_questions', 'quiz_answers'] loop
    execute format('grant update on public.%I to authenticated', name);
    execute format('create policy "an admin edits %1$s" on public.%1$I for update to authenticated using ((select public.is_admin())) with check ((select public.is_admin()))', name);
  end loop;
  -- The size of an uploaded file is known once its last byte came.
  grant update (byte_count) on public.course_files to authenticated;
  create policy "an admin says how large a file is" on public.course_files
    for update to authenticated using ((select public.is_admin())) with check ((select public.is_admin()));
  grant delete on public.quiz_questions to authenticated;
  create policy "an admin removes quiz_questions" on public.quiz_questions for delete to authenticated using ((select public.is_admin()));

  -- What a student did: seen by them and by admins, written by the web after it checked.
  foreach name in array array['course_attempts', 'lesson_progress', 'quiz_tries', 'scorm_states'] loop
    execute format('grant select on public.%I to authenticated', name);
    execute format('create policy "a student reads their own %1$s" on public.%1$I for select to authenticated using (student_id = (select auth.uid()))', name);
    execute format('create policy "an admin reads %1$s" on public.%1$I for select to authenticated using ((select public.is_admin()))', name);
  end loop;
end $$;

create policy "a student reads the lessons of their courses" on public.course_lessons
  for select to authenticated using (
    course_id in (select a.course_id from public.course_attempts a where a.student_id = (select auth.uid())));
create policy "a student reads the questions of their courses" on public.quiz_questions
  for select to authenticated using (lesson_id in (select l.id from public.course_lessons l));
create policy "a student reads the packages of their courses" on public.course_packages
  for select to authenticated using (id in (select l.package_id from public.course_lessons l));
create policy "a student reads the videos of their courses" on public.course_files
  for select to authenticated using (
    id in (select l.video_id from public.course_lessons l union all select l.captions_id from public.course_lessons l));

-- Bytes are read by the web alone, after it looked up the file as whoever asks, or checked a signed address.
grant insert on public.course_file_chunks to authenticated;
create policy "an admin stores uploaded bytes" on public.course_file_chunks
  for insert to authenticated with check ((select public.is_admin()));

grant insert, update on public.lesson_progress, public.scorm_states to baton_web;
grant insert on public.quiz_tries to baton_web;
grant update (status, progress_percentage, last_lesson_id, completed_at, updated_at) on public.course_attempts to baton_web;
create policy "the web keeps lesson progress" on public.lesson_progress for insert to baton_web with check (true);
create policy "the web moves lesson progress" on public.lesson_progress for update to baton_web using (true) with check (true);
create policy "the web keeps what a package says" on public.scorm_states for insert to baton_web with check (true);
create policy "the web renews what a package says" on public.scorm_states for update to baton_web using (true) with check (true);
create policy "the web keeps quiz tries" on public.quiz_tries for insert to baton_web with check (true);
create policy "the web moves an attempt that is not over" on public.course_attempts
  for update to baton_web using (status = 'active') with check (status in ('active', 'completed'));

-- The worker opens and ends attempts, as it would at a partner.
grant select, insert (reference, student_id, course_id) on public.course_attempts to baton_worker;
grant update (status, updated_at) on public.course_attempts to baton_worker;
grant select on public.course_lessons to baton_worker;
create policy "the worker reads course_attempts" on public.course_attempts for select to baton_worker using (true);
create policy "the worker reads course_lessons" on public.course_lessons for select to baton_worker using (true);
create policy "the worker opens attempts" on public.course_attempts for insert to baton_worker with check (status = 'active');
create policy "the worker ends attempts" on public.course_attempts
  for update to baton_worker using (status = 'active') with check (status = 'ended');

-- A course of our own is written by an admin; what others teach stays the catalogue's business.
grant insert (provider_id, course_name, course_code, external_course_code, description, hours, active),
  update (course_name, description, hours, active, updated_at) on public.partner_courses to authenticated;
create policy "an admin adds a course of our own" on public.partner_courses
  for insert to authenticated with check (
    (select public.is_admin()) and provider_id in (select p.id from public.partner_lms_providers p where p.provider_type = 'self'));
create policy "an admin edits a course of our own" on public.partner_courses
  for update to authenticated using (
    (select public.is_admin()) and provider_id in (select p.id from public.partner_lms_providers p where p.provider_type = 'self'))
  with check (
    (select public.is_admin()) and provider_id in (select p.id from public.partner_lms_providers p where p.provider_type = 'self'));
