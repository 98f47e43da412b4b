/**
 * The canary: whatever the simulated students and secrets are called must not turn up where it does not belong,
 * neither in logs, nor in alerts and failures, nor in the bodies of answers that say no.
 */
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import type pg from "pg";

/** In the name of every simulated student, and in nothing else. */
export const CANARY_NAME = "Quillonberry";
/** The domain of their addresses. */
export const CANARY_DOMAIN = "canary.example";

/** Something private in a place it does not belong; says what and where, never the value. */
export interface Leak {
  kind: string;
  place: string;
}

interface Canary {
  kind: string;
  pattern: RegExp;
}

const SHORTEST_SECRET = 12;
/** What launches, sign-in links and payment pages look like; ids of orders and jobs are no secret. */
const SHAPES: readonly Canary[] = [
  { kind: "name", pattern: new RegExp(CANARY_NAME, "i") },
  { kind: "e-mail", pattern: new RegExp(`@${CANARY_DOMAIN}`, "i") },
  { kind: "launch URL", pattern: /\/sso\?token=/i },
  { kind: "sign-in link", pattern: /[?&](token|code|ticket)=[\w.-]{8,}/i },
  { kind: "session cookie", pattern: /session_token=/i },
  { kind: "database password", pattern: /postgres(ql)?:\/\/[^:/\s]+:[^@\s]+@/i },
];

/** Makes canaries of the values of every secret variable and of a hundred voucher codes that were used. */
export async function canariesOf(
  pool: pg.Pool,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Canary[]> {
  const { rows } = await pool.query<{ code: string }>(
    "select code from public.partner_vouchers where code is not null and status = 'consumed' limit 100",
  );
  const secrets = Object.entries(env)
    .filter(([name]) => /(_KEY|_SECRET|_TOKEN)$/.test(name))
    .flatMap(([name, value]) => (value ?? "").split(",").map((text) => ({ name, text: text.trim() })))
    .filter(({ text }) => text.length >= SHORTEST_SECRET);
  return [
    ...SHAPES,
    ...secrets.map(({ name, text }) => ({ kind: name, pattern: literal(text) })),
    ...(rows.length > 0
      ? [{ kind: "voucher", pattern: new RegExp(rows.map(({ code }) => literal(code).source).join("|")) }]
      : []),
  ];
}

/** Looks through all logs of a folder and through what the database shows to admins. */
export async function findLeaks(
  pool: pg.Pool,
  logFolder: string,
  answers: readonly string[],
  canaries: readonly Canary[],
): Promise<Leak[]> {
  const leaks: Leak[] = [];
  const look = (place: string, text: string) => {
    for (const { kind, pattern } of canaries) if (pattern.test(text)) leaks.push({ kind, place });
  };
  for (const file of await readdir(logFolder)) {
    if (!file.endsWith(".log")) continue;
    for await (const line of createInterface({ input: createReadStream(path.join(logFolder, file)) })) {
      look(file, line);
    }
  }
  for (const [place, text] of await readShown(pool)) look(place, text);
  for (const body of answers) look("answer", body);
  return distinct(leaks);
}

/** Texts an admin, Slack or Sentry is shown. */
async function readShown(pool: pg.Pool): Promise<[string, string][]> {
  const { rows } = await pool.query<{ place: string; text: string }>(`
    select 'failure' as place, error_message as text from public.partner_lms_enrollment_failures
    union all select 'alert', a::text from public.alerts a
    union all select 'end of a failure', coalesce(resolution, '') from public.partner_lms_enrollment_failures
    union all select 'recorded call', concat_ws(' ', partner, operation, outcome) from public.partner_calls
    union all select 'step', coalesce(error_message, '') from public.enrollment_steps
    union all select 'step event', concat_ws(' ', actor, cause) from public.step_events
    union all select 'job', coalesce(data::text, '') || coalesce(output::text, '') from pgboss.job`);
  return rows.map(({ place, text }) => [place, text]);
}

function distinct(leaks: readonly Leak[]): Leak[] {
  return [...new Map(leaks.map((leak) => [`${leak.kind} ${leak.place}`, leak])).values()];
}

function literal(text: string): RegExp {
  return new RegExp(text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
}
