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

/** A group that did not take the student. */
interface Refused {
  code: string;
  error: PartnerAPIError;
}

/**
 * Runs `sitDown` with the code of an open group until one has a free seat; opens a group when none is open.
 * The last good one of each course is kept in `known` and tried first, which saves looking.
 * Throws what `sitDown` throws, and PartnerAPIError `retry` when group after group fills up first.
 */
export async function withSeat<T>(
  http: PartnerHttpClient,
  wish: GroupWish,
  known: Map<string, string>,
  sitDown: (groupCode: string) => Promise<T>,
): Promise<T> {
  let refused: Refused | null = null;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const code: string = known.get(wish.courseCode) ?? (await findSeat(http, wish, refused));
    try {
      const seated = await sitDown(code);
      known.set(wish.courseCode, code);
      return seated;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      known.delete(wish.courseCode);
      refused = { code, error };
    }
  }
  const message = "group after group filled up";
  throw new PartnerAPIError("retry", { partner: "careersafe", ...CALL, message });
}

/** Throws the refusal itself when its group has free seats after all: then it was about something else. */
async function findSeat(http: PartnerHttpClient, wish: GroupWish, refused: Refused | null): Promise<string> {
  let groupsSoFar = 0;
  const find = async () => {
    const { results, total } = await listOpen(http, wish);
    if (refused && results.some(({ code }) => code === refused.code)) throw refused.error;
    groupsSoFar = total;
    return results[0] ?? null;
  };
  const found = await findOrCreate(find, () => openGroup(http, wish, groupsSoFar + 1));
  return found.code;
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

/** 404 too: a group that was kept may be gone. */
function isRefusal(error: unknown): error is PartnerAPIError {
  if (!(error instanceof PartnerAPIError) || error.kind !== "rejected") return false;
  return error.status === 409 || error.status === 404;
}
