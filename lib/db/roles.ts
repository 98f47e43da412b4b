/** The two login roles that web and worker connect as. */
import { randomBytes } from "node:crypto";
import path from "node:path";
import pg from "pg";
import { keepSecret } from "#lib/db/secret-file.ts";

export interface RolePasswords {
  baton_web: string;
  baton_worker: string;
}

export interface RoleUrls {
  ownerUrl: string;
  webUrl: string;
  workerUrl: string;
}

/** Reads the passwords of baton_web and baton_worker kept in `dir`, making them the first time. */
export function keepRolePasswords(dir: string): RolePasswords {
  const make = () => JSON.stringify({ baton_web: newPassword(), baton_worker: newPassword() });
  return JSON.parse(keepSecret(path.join(dir, "role-passwords.json"), make)) as RolePasswords;
}

/**
 * Lets baton_web and baton_worker log in with these passwords and returns the three addresses of the database.
 * Roles belong to the whole server, not to one database. The migrations must have made them; needs the owner's
 * rights; setting them again is harmless.
 */
export async function setRolePasswords(ownerUrl: string, passwords: RolePasswords): Promise<RoleUrls> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    for (const role of ["baton_web", "baton_worker"] as const)
      await client.query(`alter role ${role} with login password ${client.escapeLiteral(passwords[role])}`);
  } finally {
    await client.end();
  }
  return urlsFor(ownerUrl, passwords);
}

/** Derives the addresses of web and worker from the owner's: same server and database, other role. */
export function urlsFor(ownerUrl: string, passwords: RolePasswords): RoleUrls {
  return {
    ownerUrl,
    webUrl: asRole(ownerUrl, "baton_web", passwords),
    workerUrl: asRole(ownerUrl, "baton_worker", passwords),
  };
}

function asRole(ownerUrl: string, role: keyof RolePasswords, passwords: RolePasswords): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = passwords[role];
  return url.href;
}

function newPassword(): string {
  return randomBytes(24).toString("hex");
}
