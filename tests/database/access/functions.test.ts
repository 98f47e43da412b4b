/** Who may call what. The functions come from the catalogue: one without a line here fails. */
import pg from "pg";
import { expect, test } from "vitest";
import { openAccessStage } from "#tests/database/access/stage.ts";

/** `definer` runs with the rights of its owner. Callers hold execute on it and usage of its schema. */
const FUNCTIONS = `
  auth.jwt()                                                  | anon authenticated baton_engine baton_reporting baton_web baton_worker service_role
  auth.uid()                                                  | anon authenticated baton_engine baton_reporting baton_web baton_worker service_role
  identity.claim_at_sign_in()                                 | baton_engine baton_web
  identity.claim_of_verified_user()                           | baton_engine baton_web
  identity.copy_user_to_profile()                             | baton_engine baton_web
  pgboss.create_queue(text,jsonb)                             | baton_worker
  pgboss.delete_queue(text)                                   | baton_worker
  pgboss.job_now()                                            | baton_worker
  pgboss.job_table_format(text,text)                          | baton_worker
  pgboss.job_table_run(text,text,text)                        | baton_worker
  pgboss.job_table_run_async(text,integer,text,text,text)     | baton_worker
  private.close_partner_breaker(text)                         | baton_web baton_worker
  private.close_seat_failures()                       definer | baton_engine
  private.count_link_change()                         definer | baton_engine
  private.count_seats(uuid[])                                 | baton_engine
  private.count_session_change()                              | -
  private.guard_course_review()                               | -
  private.keep_course_rating()                        definer | baton_engine
  private.lock_enrollment_of_step(uuid)                       | baton_engine
  private.move_step(uuid,text,text,text,uuid,text)            | baton_engine
  private.oldest_waiting_order(integer)               definer | baton_engine baton_web baton_worker
  private.open_partner_breaker(text,integer)                  | baton_web baton_worker
  private.record_moderation()                         definer | baton_engine
  private.remember_old_slug()                                 | -
  private.settle_seats()                              definer | baton_engine
  private.step_may_move(text,text)                            | baton_engine
  private.take_partner_calls(text,double precision,integer,integer) | baton_web baton_worker
  public.advance_to_next_step(uuid,text)              definer | baton_engine baton_worker
  public.cancel_enrollment(uuid,text,text)            definer | baton_engine baton_worker
  public.claim_applications(uuid)                     definer | baton_engine baton_web
  public.confirm_legal_name(uuid,text)                definer | baton_engine baton_web
  public.erase_person(uuid)                           definer | baton_engine baton_worker
  public.find_application(text)                       definer | baton_engine baton_web
  public.generate_enrollment_steps(uuid)              definer | baton_engine baton_worker
  public.get_current_step(uuid)                               | anon authenticated baton_engine baton_inbox_reader baton_reporting baton_web baton_worker service_role
  public.has_any_role(text[])                                 | anon authenticated baton_engine baton_inbox_reader baton_reporting baton_web baton_worker service_role
  public.hold_seats(uuid,uuid[])                      definer | baton_engine baton_web
  public.is_admin()                                           | anon authenticated baton_engine baton_inbox_reader baton_reporting baton_web baton_worker service_role
  public.is_enrollment_complete(uuid)                         | anon authenticated baton_engine baton_inbox_reader baton_reporting baton_web baton_worker service_role
  public.mark_step_complete(uuid,text,text,text)      definer | baton_engine baton_worker
  public.mark_step_failed(uuid,text,text,text)        definer | baton_engine baton_worker
  public.mark_step_started(uuid,uuid,text,text)       definer | baton_engine baton_worker
  public.offer_own_course(uuid,uuid,text,text,text,text,integer,boolean) definer | baton_engine baton_web
  public.rebook_seat(uuid,uuid,uuid)                  definer | baton_engine baton_web
  public.receive_application(text,uuid,text,text,text,text,text,text,integer,integer) definer | baton_engine baton_web
  public.reissue_certificate(uuid,text,text,text)     definer | baton_engine baton_worker
  public.retry_step(uuid,text,text)                   definer | baton_engine baton_worker
  public.skip_step(uuid,text,text)                    definer | baton_engine baton_worker
  public.student_marks(uuid[])                        definer | baton_engine baton_web
  public.switch_provider(uuid,boolean)                definer | baton_engine baton_worker
  public.switch_step(uuid,uuid,uuid,text,text)        definer | baton_engine baton_worker
  public.verify_certificate(text)                     definer | baton_engine baton_web
  public.withdraw_application(text)                   definer | baton_engine baton_web
`;

const stage = openAccessStage();

test("only the listed roles may call a function", async () => {
  const { rows } = await stage.session.query<{ line: string }>(`
    select concat_ws(' ', p.oid::regprocedure, case when p.prosecdef then 'definer' end) || ' | ' || coalesce((
      select string_agg(r.rolname, ' ' order by r.rolname collate "C") from pg_roles r
      where (r.rolname like 'baton\\_%' or r.rolname in ('anon', 'authenticated', 'service_role'))
        and has_function_privilege(r.oid, p.oid, 'execute') and has_schema_privilege(r.oid, n.oid, 'usage')
    ), '-') as line
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
    order by n.nspname collate "C", p.oid::regprocedure::text collate "C"`);
  expect(rows.map(({ line }) => line)).toEqual(
    FUNCTIONS.trim()
      .split("\n")
      .map((line) =>
        line
          .trim()
          .replaceAll(/ +/g, " ")
          .replace(/^public\./, ""),
      ),
  );
});

test("every function of ours pins its search path", async () => {
  const { rows } = await stage.session.query<{ name: string; path: string | null }>(`
    select p.oid::regprocedure::text as name,
      (select substr(setting, 13) from unnest(p.proconfig) setting where setting like 'search\\_path=%') as path
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'private', 'reporting', 'identity', 'auth')`);
  expect(rows.filter(({ path }) => path === null)).toEqual([]);
  expect(rows.length).toBeGreaterThan(15);
});

test("a temporary type of the caller does not run with the rights of a step function", async () => {
  const client = new pg.Client({ connectionString: stage.urls.workerUrl });
  await client.connect();
  const heard: (string | undefined)[] = [];
  client.on("notice", ({ message }) => heard.push(message));
  try {
    await client.query(`
      create function pg_temp.spy(value pg_catalog.text) returns pg_catalog.bool language plpgsql as $$
        begin raise notice '%', current_user; return true; end $$;
      create domain pg_temp.text as pg_catalog.text check (pg_temp.spy(value))`);
    const { rows } = await stage.session.query<{ id: string }>(
      "select id from enrollment_steps where status = 'completed' limit 1",
    );
    await client.query("select public.mark_step_failed($1, 'x'), public.skip_step($1, 'me', 'x')", [
      rows[0]!.id,
    ]);
    expect(heard).toEqual([]);
    await client.query("select 'x'::pg_temp.text");
    expect(heard).toEqual(["baton_worker"]);
  } finally {
    await client.end();
  }
});
