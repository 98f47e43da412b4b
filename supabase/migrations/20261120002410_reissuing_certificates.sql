-- A certificate with a wrong name is revoked and another one takes its place, in one act: there is never a moment with
-- two valid ones or none. The old address says where the new one is.

alter table public.certificates
  add column replaces_id uuid references public.certificates (id),
  add constraint certificates_are_replaced_once unique (replaces_id),
  add constraint certificates_replace_another check (replaces_id <> id);
comment on column public.certificates.replaces_id is 'The revoked certificate of the same enrollment whose place this one took; null for a first one.';

drop function public.verify_certificate(text);
create function public.verify_certificate(p_public_id text)
returns table (
  status text, holder_name text, program_title text, steps jsonb, issued_at timestamptz, expires_at timestamptz,
  revoked_at timestamptz, certificate_number bigint, replaced_by text
)
-- security definer: whoever holds the id may see this one certificate, and no list of them exists for anybody.
language sql stable security definer set search_path = ''
begin atomic
  select c.status, c.holder_name, c.program_title, c.steps, c.issued_at, c.expires_at, c.revoked_at, c.certificate_number,
    (select n.public_id from public.certificates n where n.replaces_id = c.id)
  from public.certificates c where c.public_id = p_public_id;
end;
comment on function public.verify_certificate(text) is 'The public facts of one certificate by its public id, with the public id of the one that replaced it; no row when there is none.';

grant insert, update (status, revoked_at, revoked_reason) on public.certificates to baton_engine;
create policy "reissuing revokes a certificate" on public.certificates
  for update to baton_engine using (status = 'valid') with check (status = 'revoked');
create policy "reissuing adds its successor" on public.certificates
  for insert to baton_engine with check (status = 'valid' and replaces_id is not null);

create function public.reissue_certificate(p_certificate_id uuid, p_public_id text, p_holder_name text, p_reason text)
returns bigint
-- security definer: nobody who connects may change a certificate.
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  old public.certificates;
  new_number bigint;
begin
  select * into old from public.certificates where id = p_certificate_id and status = 'valid' for update;
  if not found then
    return null;
  end if;
  update public.certificates set status = 'revoked', revoked_at = now(), revoked_reason = p_reason where id = old.id;
  insert into public.certificates (public_id, enrollment_id, student_id, holder_name, program_title, steps, expires_at, replaces_id)
  values (p_public_id, old.enrollment_id, old.student_id, p_holder_name, old.program_title, old.steps, old.expires_at, old.id)
  returning certificate_number into new_number;
  return new_number;
end $$;
comment on function public.reissue_certificate(uuid, text, text, text) is 'Revokes a valid certificate and issues another one for the same enrollment under this public id and name. Returns the new number; null when there is no such valid certificate.';

do $$
begin
  grant create on schema public to baton_engine;
  alter function public.verify_certificate(text) owner to baton_engine;
  alter function public.reissue_certificate(uuid, text, text, text) owner to baton_engine;
  revoke create on schema public from baton_engine;
  revoke execute on function public.verify_certificate(text) from public, anon, authenticated;
  revoke execute on function public.reissue_certificate(uuid, text, text, text) from public, anon, authenticated;
  grant execute on function public.verify_certificate(text) to baton_web;
  grant execute on function public.reissue_certificate(uuid, text, text, text) to baton_worker;
end $$;
