import type pg from "pg";

/**
 * Adds students, each in the middle of one course of a partner and due to be read, oldest first. The partner's ids are
 * `due-1`, `due-2` … Writes rows only: the partner is not asked.
 */
export async function addDueEnrollments(owner: pg.Pool, partner: string, count: number): Promise<void> {
  await owner.query(
    `with course as (
       select c.id, c.provider_id from public.partner_courses c join public.partner_lms_providers p on p.id = c.provider_id
       where p.provider_type = $1 order by c.course_code limit 1),
     numbered as (
       select n, gen_random_uuid() as student, gen_random_uuid() as purchase, gen_random_uuid() as enrollment,
         gen_random_uuid() as step, gen_random_uuid() as partner_enrollment
       from generate_series(1, $2::int) as n),
     students as (
       insert into public.profiles (id, email, full_name)
       select student, 'due-' || student || '@example.com', 'Due Student ' || n from numbered returning id),
     purchases as (
       insert into public.orders (id, student_id, course_id, status, amount_cents, currency, description, paid_at)
       select purchase, student, course.id, 'paid', 0, 'usd', 'Due course', now() from numbered, course returning id),
     enrolled as (
       insert into public.enrollments (id, user_id, order_id, title)
       select enrollment, student, purchase, 'Due course' from numbered returning id),
     steps as (
       insert into public.enrollment_steps (id, enrollment_id, student_id, provider_id, course_id, sequence_order, status, partner_enrollment_id, started_at)
       select step, enrollment, student, course.provider_id, course.id, 1, 'in_progress', partner_enrollment, now()
       from numbered, course returning id)
     insert into public.partner_lms_enrollments (id, provider_id, student_id, course_id, enrollment_id, step_id, status,
       progress_percentage, external_enrollment_id, external_account_id, enrolled_at, last_news_at, next_sync_at)
     select partner_enrollment, course.provider_id, student, course.id, enrollment, step, 'active', 40, 'due-' || n, 'account-' || n,
       now(), now() - interval '20 minutes', now() - interval '5 minutes' - make_interval(secs => ($2::int - n) / 1000.0)
     from numbered, course`,
    [partner, count],
  );
}
