/** Finding a seat: an open group of the course, or a new one, and the next when the last seat was just taken. */
import type { z } from "zod";
import { PartnerAPIError } from "#lib/partners/base.ts";
import { group, groups } from "#lib/partners/careersafe/wire.ts";
import { findOrCreate } from "#lib/partners/find-or-create.ts";
import type { PartnerHttpClient } from "#lib/partners/http-client.ts";

type Group = z.output<typeof group>;

/** Groups that may fill up between looking and sitting down. */
const MOST_TRIES = 5;
const CALL = { operation: "enrollInCourse" };

/** Where groups of our organisation are, and for which course one is wanted. */
export interface GroupWish {
  /** Path of the groups. */
  path: readonly string[];
  courseCode: string;
}

/**
 * Runs `sitDown` with the code of an open group until one has a free seat; opens a group when none is open.
 * Throws what `sitDown` throws, and PartnerAPIError `retry` when group after group fills up first.
 */
export async function withSeat<T>(
  http: PartnerHttpClient,
  wish: GroupWish,
  sitDown: (groupCode: string) => Promise<T>,
): Promise<T> {
  const full = new Set<string>();
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { code } = await findSeat(http, wish, full);
    try {
      return await sitDown(code);
    } catch (error) {
      if (!isRefusal(error) || (await hasSeat(http, wish, code))) throw error;
      full.add(code);
    }
  }
  const message = "group after group filled up";
  throw new PartnerAPIError("retry", { partner: "careersafe", ...CALL, message });
}

async function findSeat(http: PartnerHttpClient, wish: GroupWish, full: ReadonlySet<string>): Promise<Group> {
  let known = 0;
  const find = async () => {
    const { results, total } = await listOpen(http, wish);
    known = total;
    return results.find(({ code }) => !full.has(code)) ?? null;
  };
  return findOrCreate(find, () => openGroup(http, wish, known + 1));
}

async function hasSeat(http: PartnerHttpClient, wish: GroupWish, groupCode: string): Promise<boolean> {
  const { results } = await listOpen(http, wish);
  return results.some(({ code }) => code === groupCode);
}

function listOpen(
  http: PartnerHttpClient,
  { path, courseCode }: GroupWish,
): Promise<z.output<typeof groups>> {
  return http.send({
    ...CALL,
    method: "GET",
    path,
    query: { course: courseCode, open: "true" },
    answer: groups,
    isAbout: ({ results }) => results.every(({ course }) => course === courseCode),
  });
}

/** The number in the reference makes two workers who both find no seat open one group, not two. */
function openGroup(http: PartnerHttpClient, { path, courseCode }: GroupWish, number: number): Promise<Group> {
  const reference = `${courseCode}:${number}`;
  return http.send({
    ...CALL,
    method: "POST",
    path,
    key: `group:${reference}`,
    body: { course: courseCode, reference },
    answer: group,
    isAbout: (opened) => opened.reference === reference && opened.course === courseCode,
  });
}

function isRefusal(error: unknown): boolean {
  return error instanceof PartnerAPIError && error.kind === "rejected" && error.status === 409;
}
