/**
 * Who sees and writes what. The relations come from the catalogue and every cell from trying, so a table without
 * a line here fails, and so does a line that became untrue.
 */
import { beforeAll, expect, test } from "vitest";
import { cellOf, reachOf, type Reach } from "#tests/database/access/probe.ts";
import { readRelations, readRows, type Relation, type Row } from "#tests/database/access/relations.ts";
import { openAccessStage } from "#tests/database/access/stage.ts";

/**
 * What answers: own, all, some or none of the rows are seen; i, u, d: rows can be inserted, updated, deleted.
 * `*` only some columns (COLUMNS says which), `?` only some rows. `-` refused, whatever is asked.
 */
const CELLS = `
  relation                             | visitor | student A | student B | admin | baton_web   | baton_worker | baton_reporting | baton_inbox_reader
  identity.account                     | -       | -        | -        | -     | all i u d    | -           | -              | -
  identity.passkey                     | -       | -        | -        | -     | all i u d    | -           | -              | -
  identity.rateLimit                   | -       | -        | -        | -     | all i u d    | -           | -              | -
  identity.session                     | -       | -        | -        | -     | all i u d    | -           | -              | -
  identity.user                        | -       | -        | -        | -     | all i u d    | -           | -              | -
  identity.verification                | -       | -        | -        | -     | all i u d    | -           | -              | -
  pgboss.bam                           | -       | -        | -        | -     | -            | all i u d   | -              | -
  pgboss.job                           | -       | -        | -        | -     | -            | all i u d   | all*           | -
  pgboss.job_common                    | -       | -        | -        | -     | -            | all i u d   | -              | -
  pgboss.job_dependency                | -       | -        | -        | -     | -            | all i u d   | -              | -
  pgboss.queue                         | -       | -        | -        | -     | -            | all i u d   | -              | -
  pgboss.queue_stats                   | -       | -        | -        | -     | -            | all i u d   | -              | -
  pgboss.queue_stats_<day>             | -       | -        | -        | -     | -            | all i u d   | -              | -
  pgboss.schedule                      | -       | -        | -        | -     | -            | all i u d   | -              | -
  pgboss.subscription                  | -       | -        | -        | -     | -            | all i u d   | -              | -
  pgboss.version                       | -       | -        | -        | -     | -            | all i u d   | -              | -
  pgboss.warning                       | -       | -        | -        | -     | -            | all i u d   | -              | -
  public.alert_messages                | -       | none     | none     | all   | -            | all i u d   | -              | -
  public.alerts                        | -       | none     | none     | all   | all*         | all i u d   | all            | -
  public.applications                  | -       | own*     | own*     | all*  | -            | all u*      | -              | -
  public.certificates                  | -       | own      | own      | all   | -            | all i       | all*           | -
  public.companion_enrollments         | -       | own      | own      | all   | -            | all i u     | all*           | -
  public.course_attempts               | -       | own      | own      | all   | all u*      | all i*      | -              | -
  public.course_file_chunks            | -       | -        | -        | i     | all         | -           | -              | -
  public.course_files                  | -       | some     | some     | all i u* | all         | -           | -              | -
  public.course_lessons                | -       | some     | some     | all i u | all         | all         | -              | -
  public.course_packages               | -       | none     | none     | all i | all         | -           | -              | -
  public.course_ratings                | all     | all      | all      | all   | -            | -           | -              | -
  public.course_reviews                | all*    | own i*? u*? d? | own i*? u*? d? | all u* | -            | -           | -              | -
  public.course_schedules              | all     | all      | all      | all i* d | -            | all         | -              | -
  public.course_session_links          | -       | some     | some     | all i u d | -            | all         | -              | -
  public.course_upload_parts           | -       | none     | none     | all i* d | -           | -           | -              | -
  public.deletion_requests             | -       | own      | own      | all   | all i* u*    | all         | -              | -
  public.enrollment_steps              | -       | own      | own      | all   | -            | all         | all            | -
  public.enrollments                   | -       | own      | own      | all   | -            | all i*      | all            | -
  public.inbox_events                  | -       | -        | -        | -     | all* i*      | all i u*    | all*           | -
  public.ledger_entries                | -       | own      | own      | all   | -            | all i       | all            | -
  public.lesson_progress               | -       | own      | own      | all   | all i u     | -           | -              | -
  public.mails                         | -       | own*     | own*     | all*  | all* i*      | all i u     | -              | all
  public.notification_choices          | -       | own i*? u*? | own i*? u*? | none  | -            | all         | -              | -
  public.notifications                 | -       | own u*?  | own u*?  | none  | -            | all i d     | -              | -
  public.order_seats                   | -       | own      | own      | all   | all*         | all u*      | -              | -
  public.orders                        | -       | own      | own      | all   | all* i* u*?  | all i u     | all*           | -
  public.partner_accounts              | -       | own      | own      | all   | -            | all i       | -              | -
  public.partner_call_minutes          | -       | none     | none     | all   | all i u      | all i u d   | all            | -
  public.partner_calls                 | -       | -        | -        | -     | i            | all i d     | all            | -
  public.partner_certificates          | -       | own      | own      | all   | -            | all i u     | all*           | -
  public.partner_course_requirements   | all     | all      | all      | all   | -            | all         | -              | -
  public.partner_course_sessions       | all     | all      | all      | all i* u* | -            | all         | -              | -
  public.partner_courses               | all*    | all*     | all*     | all* i*? u*? | all         | all         | -              | -
  public.partner_gates                 | -       | none     | none     | all   | all i u      | all i u     | -              | -
  public.partner_lms_enrollment_failures | -     | own      | own      | all   | -            | all i u     | all*           | -
  public.partner_lms_enrollments       | -       | own      | own      | all   | all* u*      | all i u     | all*           | -
  public.partner_lms_providers         | all*    | all*     | all*     | all*  | all          | all         | all*           | -
  public.partner_switches              | -       | own      | own      | all   | -            | all i u     | -              | -
  public.partner_vouchers              | -       | own*     | own*     | all*  | -            | all i u     | all*           | -
  public.profiles                      | -       | own u*?  | own u*?  | all u*?  | all i u*   | all         | -              | -
  public.program_option_ratings        | all     | all      | all      | all   | -            | -           | -              | -
  public.program_partner_lms           | all     | all      | all      | all   | all          | all         | -              | -
  public.program_prices                | all     | all      | all      | all   | all          | all         | -              | -
  public.program_slug_aliases          | all     | all      | all      | all   | all          | all         | -              | -
  public.programs                      | all*    | all*     | all*     | all*  | all          | all         | -              | -
  public.quiz_answers                  | -       | none     | none     | all i u | all         | -           | -              | -
  public.quiz_questions                | -       | all      | all      | all i u d | all         | -           | -              | -
  public.quiz_tries                    | -       | own      | own      | all   | all i       | -           | -              | -
  public.review_moderations            | -       | none     | none     | all   | -            | -           | -              | -
  public.scorm_states                  | -       | own      | own      | all   | all i u     | -           | -              | -
  public.step_events                   | -       | own      | own      | all   | -            | all         | all            | -
  public.transfers                     | -       | none     | none     | all   | -            | all         | all            | -
  public.user_roles                    | -       | own      | own      | own   | -            | all         | -              | -
  reporting.alerts                     | -       | -        | -        | -     | -            | all         | all            | -
  reporting.certificates               | -       | -        | -        | -     | -            | all         | all            | -
  reporting.companion_enrollments      | -       | -        | -        | -     | -            | all         | all            | -
  reporting.enrollments                | -       | -        | -        | -     | -            | all         | all            | -
  reporting.inbox                      | -       | -        | -        | -     | -            | all         | all            | -
  reporting.jobs                       | -       | -        | -        | -     | -            | all         | all            | -
  reporting.ledger                     | -       | -        | -        | -     | -            | all         | all            | -
  reporting.open_failures              | -       | -        | -        | -     | -            | all         | all            | -
  reporting.orders                     | -       | -        | -        | -     | -            | all         | all            | -
  reporting.partner_call_minutes       | -       | -        | -        | -     | -            | all         | all            | -
  reporting.partner_calls              | -       | -        | -        | -     | -            | all         | all            | -
  reporting.partner_certificates       | -       | -        | -        | -     | -            | all         | all            | -
  reporting.partner_enrollments        | -       | -        | -        | -     | -            | all         | all            | -
  reporting.step_events                | -       | -        | -        | -     | -            | all         | all            | -
  reporting.steps                      | -       | -        | -        | -     | -            | all         | all            | -
  reporting.transfers                  | -       | -        | -        | -     | -            | all         | all            | -
  reporting.vouchers                   | -       | -        | -        | -     | -            | all         | all            | -
  supabase_migrations.schema_migrations | -      | -        | -        | -     | all*         | all*        | -              | -
`;

/** What the asterisks mean. Of what a role reads in part, the shorter list: what it reads or what it does not. */
const COLUMNS = `
  pgboss.job | baton_reporting | reads | id name state retry_limit retry_count singleton_key group_id start_after created_on started_on completed_on
  public.alerts | baton_web | reads | id kind resolved_at
  public.applications | authenticated | does not read | source_hash
  public.applications | baton_worker | updates | status duplicate_of decided_at decided_by decision_note source_hash updated_at
  public.certificates | baton_reporting | does not read | holder_name steps created_at replaces_id
  public.companion_enrollments | baton_reporting | does not read | last_news_at updated_at next_sync_at attempt
  public.course_attempts | baton_web | updates | status progress_percentage last_lesson_id completed_at updated_at
  public.course_attempts | baton_worker | inserts | reference student_id course_id
  public.course_attempts | baton_worker | updates | status updated_at
  public.course_files | authenticated | updates | byte_count
  public.course_reviews | anon | does not read | student_id hidden_at hidden_reason
  public.course_reviews | authenticated | inserts | course_id student_id rating body
  public.course_reviews | authenticated | updates | rating body hidden_at hidden_reason updated_at
  public.course_schedules | authenticated | inserts | course_id
  public.course_upload_parts | authenticated | inserts | upload_id position bytes
  public.deletion_requests | baton_web | inserts | student_id
  public.deletion_requests | baton_web | updates | canceled_at updated_at
  public.enrollments | baton_worker | inserts | user_id program_id order_id title
  public.inbox_events | baton_web | reads | id source event_id
  public.inbox_events | baton_web | inserts | source event_id event_type body
  public.inbox_events | baton_worker | updates | relayed_at handled_at outcome
  public.inbox_events | baton_reporting | does not read | body
  public.mails | authenticated | does not read | subject_key data text_body html_body updated_at
  public.mails | baton_web | reads | id template subject_key
  public.mails | baton_web | inserts | student_id to_address template subject_key data
  public.notification_choices | authenticated | inserts | student_id topic channel wanted
  public.notification_choices | authenticated | updates | wanted updated_at
  public.notifications | authenticated | updates | read_at
  public.order_seats | baton_web | reads | id order_id session_id status
  public.order_seats | baton_worker | updates | told_sequence updated_at
  public.orders | baton_web | does not read | course_id refunded_cents livemode stripe_payment_intent_id paid_at updated_at lines
  public.orders | baton_web | inserts | id student_id program_id option_ids amount_cents currency description checkout_expires_at lines
  public.orders | baton_web | updates | stripe_checkout_session_id checkout_url checkout_expires_at updated_at
  public.orders | baton_reporting | does not read | option_ids description checkout_url checkout_expires_at lines
  public.partner_certificates | baton_reporting | does not read | certificate_url verification_url metadata updated_at
  public.partner_course_sessions | authenticated | inserts | course_id starts_at ends_at time_zone capacity place active
  public.partner_course_sessions | authenticated | updates | starts_at ends_at time_zone capacity place active canceled_at cancel_reason
  public.partner_courses | anon | does not read | external_course_code wholesale_cents metadata
  public.partner_courses | authenticated | does not read | external_course_code wholesale_cents metadata
  public.partner_courses | authenticated | inserts | provider_id course_name course_code external_course_code description hours active
  public.partner_courses | authenticated | updates | course_name description hours active updated_at
  public.partner_lms_enrollment_failures | baton_reporting | does not read | resolution
  public.partner_lms_enrollments | baton_web | reads | id
  public.partner_lms_enrollments | baton_web | updates | last_accessed_at
  public.partner_lms_enrollments | baton_reporting | does not read | next_sync_at metadata standing_place read_at read_wanted_at retakes_granted record_due
  public.partner_lms_providers | anon | does not read | metadata
  public.partner_lms_providers | authenticated | does not read | metadata
  public.partner_lms_providers | baton_reporting | reads | id provider_type
  public.partner_vouchers | authenticated | does not read | code external_voucher_id released_at
  public.partner_vouchers | baton_reporting | does not read | code external_voucher_id updated_at released_at
  public.profiles | authenticated | updates | time_zone locale updated_at phone
  public.profiles | baton_web | updates | email full_name updated_at
  public.programs | anon | does not read | metadata
  public.programs | authenticated | does not read | metadata
  supabase_migrations.schema_migrations | baton_web | reads | version
  supabase_migrations.schema_migrations | baton_worker | reads | version
`;

const stage = openAccessStage();
let relations: Relation[];
const rows = new Map<Relation, Row[]>();
const reaches = new Map<string, Reach>();
/** Identity and relation → cell. */
const cells = new Map<string, string>();

beforeAll(async () => {
  relations = await readRelations(stage.session);
  for (const relation of relations) rows.set(relation, await readRows(stage.session, relation));
  for (const identity of stage.identities)
    await identity.ask(async (statement) => {
      for (const relation of relations) {
        const key = `${identity.role} ${relation.sql}`;
        const reach = reaches.get(key) ?? (await reachOf(statement, relation));
        reaches.set(key, reach);
        const cell = await cellOf(statement, identity, relation, reach, rows.get(relation)!);
        cells.set(`${identity.name} ${relation.sql}`, cell);
      }
    });
});

test("every relation holds rows of both students, or rows at all where they belong to nobody", () => {
  const { studentA, studentB } = stage.world;
  const empty = relations.filter((relation) => {
    const people = rows.get(relation)!.map((row) => row.person);
    return relation.ownerColumn
      ? ![studentA, studentB].every(({ id }) => people.includes(id))
      : people.length === 0;
  });
  expect(empty.map((relation) => relation.label)).toEqual([]);
});

test("only the listed cells answer", () => {
  const names = stage.identities.map(({ name }) => name);
  const found = relations.map(({ label, sql }) => [
    label,
    ...names.map((name) => cells.get(`${name} ${sql}`)),
  ]);
  const lines = [["relation", ...names], ...found].map((line) => line.join(" | "));
  expect([...new Set(lines)]).toEqual(linesOf(CELLS));
});

test("of a table that is open in part only the listed columns answer", () => {
  expect(relations.flatMap(partsOf)).toEqual(linesOf(COLUMNS));
});

function partsOf(relation: Relation): string[] {
  const { label, sql, columns, writable } = relation;
  const roles = [...new Set(stage.identities.map(({ role }) => role))];
  return roles.flatMap((role) => {
    const reach = reaches.get(`${role} ${sql}`)!;
    const line = (verb: string, names: readonly string[]) =>
      `${label} | ${role} | ${verb} | ${names.join(" ")}`;
    const closed = columns.filter((column) => !reach.select.includes(column));
    const reads =
      closed.length < reach.select.length ? line("does not read", closed) : line("reads", reach.select);
    return [
      ...(isPart(reach.select, columns) ? [reads] : []),
      ...(isPart(reach.insert, writable) ? [line("inserts", reach.insert)] : []),
      ...(isPart(reach.update, writable) ? [line("updates", reach.update)] : []),
    ];
  });
}

function isPart(some: readonly string[], all: readonly string[]): boolean {
  return some.length > 0 && some.length < all.length;
}

/** Lines of a table above, without the spaces that align its columns. */
function linesOf(table: string): string[] {
  return table
    .trim()
    .split("\n")
    .map((line) => line.trim().replaceAll(/ +/g, " "));
}
