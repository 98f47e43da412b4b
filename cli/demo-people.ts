/** Two people to sign in as on a machine where the sandbox plays the outside world. */
import { hashPassword } from "better-auth/crypto";
import pg from "pg";

export interface DemoPerson {
  email: string;
  password: string;
  name: string;
  /** Role beyond being a student, or null. */
  role: "admin" | null;
}

/** Known to everybody who reads this: never for a system that strangers can reach. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { email: "student@example.com", password: "demo-student-pass", name: "Demo Student", role: null },
  { email: "admin@example.com", password: "demo-admin-pass", name: "Demo Admin", role: "admin" },
];

/**
 * Adds the demo people with verified addresses and returns those that were new. Who exists already stays as they
 * are, password included. Needs a migrated database and the owner's rights.
 */
export async function addDemoPeople(ownerUrl: string): Promise<DemoPerson[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("begin");
    const added: DemoPerson[] = [];
    for (const person of DEMO_PEOPLE) if (await add(client, person)) added.push(person);
    await client.query("commit");
    return added;
  } finally {
    await client.end();
  }
}

/** The rows better-auth itself writes at sign-up; a trigger adds the profile. */
async function add(client: pg.Client, person: DemoPerson): Promise<boolean> {
  const known = await client.query(`select from identity."user" where email = $1`, [person.email]);
  if (known.rowCount) return false;
  const { rowCount } = await client.query(
    `with person as (
       insert into identity."user" ("name", "email", "emailVerified") values ($1, $2, true)
       on conflict ("email") do nothing
       returning "id"
     )
     insert into identity."account" ("accountId", "providerId", "userId", "password", "updatedAt")
     select "id", 'credential', "id", $3, now() from person`,
    [person.name, person.email, await hashPassword(person.password)],
  );
  if (person.role)
    await client.query(
      `insert into public.user_roles (user_id, role)
       select id, $2 from public.profiles where email = $1 on conflict do nothing`,
      [person.email, person.role],
    );
  return rowCount === 1;
}
