/** What a refusal must be: 4xx, plain words, nothing written, nothing told about our insides. */
import path from "node:path";
import { readRelations } from "#tests/database/access/relations.ts";
import type { Answer, School, SignedIn } from "#tests/e2e/routes/school.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");
/** Stack traces, and the words of Postgres, of the network and of our own rooms. */
const INSIDES = /\n\s+at .+:\d+|\bECONN|violates|syntax error|invalid input syntax|baton_/;

/** Asks, and writes down what is wrong with the answer. */
export type Refuse = (person: SignedIn | null, address: string, about?: RequestInit) => Promise<void>;

/** Runs `work` and returns a sentence for everything that should not have happened. */
export async function problemsOf(school: School, work: (refuse: Refuse) => Promise<void>): Promise<string[]> {
  const problems: string[] = [];
  const before = await readContents(school);
  await work(async (person, address, about = {}) => {
    const answer = await school.ask(person, address, about);
    const asked = `${about.method ?? "GET"} ${address.slice(0, 200)} ${describe(about)}`;
    if (answer.status < 400 || answer.status > 499) problems.push(`${asked} answered ${answer.status}`);
    if (!isPlain(answer)) problems.push(`${asked} answered ${answer.body.slice(0, 200)}`);
    if (tellsInsides(answer)) problems.push(`${asked} told ${answer.body}`);
  });
  await school.restoreSessions();
  const after = await readContents(school);
  for (const [table, digest] of after) if (digest !== before.get(table)) problems.push(`${table} changed`);
  return problems;
}

/** True when a body shows where we live or how we are made. */
export function tellsInsides({ body }: Answer): boolean {
  return body.includes(ROOT) || INSIDES.test(body);
}

function describe({ headers, body }: RequestInit): string {
  return `${JSON.stringify(headers ?? {})} ${typeof body === "string" ? body.slice(0, 100) : ""}`;
}

/** JSON with a sentence, one of our pages, a few words of the framework, or nothing at all. */
function isPlain({ body, headers }: Answer): boolean {
  const type = headers.get("content-type") ?? "";
  if (type.startsWith("text/html")) return body.includes("There is no such");
  if (!type.startsWith("application/json")) return body.length < 100;
  const { error, message } = JSON.parse(body) as { error?: { message?: string }; message?: string };
  return typeof (error?.message ?? message) === "string";
}

/** A digest of every table; how often somebody tried, and when a session was last seen, are allowed to change. */
async function readContents({ owner }: School): Promise<Map<string, string>> {
  const relations = await readRelations(owner);
  const digests = relations
    .filter(({ label }) => label !== "identity.rateLimit")
    .map(
      ({ sql }) =>
        `select '${sql}' as name, count(*) || coalesce(md5(string_agg(j, '|' order by j)), '') as digest from ${sql} t, lateral (select (to_jsonb(t) - 'lastSeenAt')::text as j) row_text`,
    );
  const { rows } = await owner.query<{ name: string; digest: string }>(digests.join(" union all "));
  return new Map(rows.map(({ name, digest }) => [name, digest]));
}
