-- A person reads what is kept about them, for the copy of their data: what only the school saw of their rows until now,
-- they see too. Not what the school passes on to partners of a payment: that is between those two.

create policy "a student reads their own failures" on public.partner_lms_enrollment_failures
  for select to authenticated using (student_id = (select auth.uid()));
create policy "a student reads their own payments and refunds" on public.ledger_entries
  for select to authenticated using (student_id = (select auth.uid()) and purpose in ('payment', 'refund'));
create policy "a student reads their own mails" on public.mails
  for select to authenticated using (student_id = (select auth.uid()));
