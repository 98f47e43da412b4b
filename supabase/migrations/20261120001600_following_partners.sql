-- What following students at partners needs to remember besides what partners say: how fresh a standing is, who
-- granted another try, which documents are still to be collected, which vouchers are to be given back.

alter table public.partner_lms_enrollments
  add column read_at timestamptz,
  add column read_wanted_at timestamptz,
  add column retakes_granted integer not null default 0,
  add column record_due boolean not null default false,
  add constraint partner_lms_enrollments_granted_retakes_are_not_negative check (retakes_granted >= 0);
comment on column public.partner_lms_enrollments.read_at is 'When the read began whose standing is stored: an older answer that comes later changes no standing.';
comment on column public.partner_lms_enrollments.read_wanted_at is 'When the partner last told of a change that only a read shows; a read that began before it is followed by another.';
comment on column public.partner_lms_enrollments.retakes_granted is 'Retakes an admin allowed beyond those the partner''s descriptor includes.';
comment on column public.partner_lms_enrollments.record_due is 'Completed, and the certificate (or the day a requirement was met) is still to be collected or confirmed.';
create index partner_lms_enrollments_record_due on public.partner_lms_enrollments (completed_at) where record_due;
create index partner_lms_enrollments_needs_a_voucher on public.partner_lms_enrollments (provider_id)
  where status = 'active' and standing in ('exam_failed', 'voucher_expired');

alter table public.companion_enrollments
  add column next_sync_at timestamptz,
  add column attempt integer not null default 0;
comment on column public.companion_enrollments.attempt is 'Counts enrollments the partner confirmed and then did not know: part of the idempotency key.';
create index companion_enrollments_due_for_sync
  on public.companion_enrollments (provider_id, next_sync_at) where status = 'active';

alter table public.partner_vouchers add column released_at timestamptz;
comment on column public.partner_vouchers.released_at is 'When the partner was told that a released voucher is free again; null while that is still to be done, and for codes of a stock.';
create index partner_vouchers_to_release on public.partner_vouchers (updated_at)
  where status = 'released' and released_at is null and external_voucher_id is not null;
create index partner_vouchers_reserved on public.partner_vouchers (reserved_at) where status = 'reserved';
