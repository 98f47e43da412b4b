/** CareerSafe's groups as docs/partners/careersafe.md describes them: opened for a course, with a number of seats. */
import { randomInt } from "node:crypto";
import { isKnownCourse } from "#sandbox/partners/course.ts";
import { InvalidCallError, type OwnAnswer, required } from "#sandbox/partners/calls.ts";
import type { Enrollment } from "#sandbox/partners/enrollment.ts";
import type { DeskCall, Office } from "#sandbox/partners/specials.ts";
import type { Thing } from "#sandbox/partners/things.ts";

/** Kept under the course, so that its groups are found together. */
interface GroupState {
  /** The school's own reference. */
  reference: string;
  seats: number;
  taken: number;
}

type Group = Thing<GroupState>;

/** How many seats a new group has, and how many groups the school may still open; null is without end. */
interface GroupLimits {
  seats: number;
  groupsLeft: number | null;
}

const USUAL_LIMITS: GroupLimits = { seats: 25, groupsLeft: null };
const MOST_SEATS = 1000;

/** Groups of a course with a free seat, oldest first, and how many groups it has in all. */
export function listGroups(input: Readonly<Record<string, unknown>>, office: Office): OwnAnswer {
  const groups = groupsOf(required(input, "course"), office);
  const open = groups.filter(({ state }) => state.taken < state.seats);
  return { kind: "answered", status: 200, body: { results: open.map(groupBody), total: groups.length } };
}

/** Opens a group; the same reference again gives the one it opened. */
export function openGroup(input: Readonly<Record<string, unknown>>, office: Office): OwnAnswer {
  const reference = required(input, "reference");
  const course = required(input, "course");
  const known = groupsOf(course, office).find(({ state }) => state.reference === reference);
  if (known) return { kind: "answered", status: 200, body: groupBody(known) };
  if (!isKnownCourse(course)) return refusal(409, "unknown-course");
  const limits = limitsOf(office);
  if (limits.groupsLeft === 0) return refusal(409, "no-seats");
  if (limits.groupsLeft !== null) keepLimits({ ...limits, groupsLeft: limits.groupsLeft - 1 }, office);
  const code = `${course.slice(0, 20).replaceAll(/[^\w-]/g, "")}-${randomInt(1e5, 1e6)}`;
  const group: Group = { id: code, reference: course, state: { reference, seats: limits.seats, taken: 0 } };
  office.things.save("group", group);
  return { kind: "answered", status: 201, body: groupBody(group) };
}

/** Takes a seat. Returns the refusal when there is none, or the group is of another course. */
export function takeSeat(code: string, course: string, office: Office): OwnAnswer | null {
  const group = office.things.find<GroupState>("group", code);
  if (group?.reference !== course) return refusal(404, "no-such-group");
  if (group.state.taken >= group.state.seats) return refusal(409, "group-full");
  setTaken(group, group.state.taken + 1, office);
  return null;
}

/** Frees the seat of a withdrawn assignment. */
export function freeSeat({ special }: Enrollment, office: Office): void {
  const group = office.things.find<GroupState>("group", String(special["groupCode"]));
  if (group) setTaken(group, group.state.taken - 1, office);
}

/** `GET` and `PUT groups {seats, groupsLeft}`: seats of groups opened from now on, groups that can still be opened. */
export function answerDesk({ method, path, input }: DeskCall, office: Office): unknown {
  if (path.join("/") !== "groups") return null;
  if (method === "PUT") keepLimits(limitsIn(input), office);
  return limitsOf(office);
}

/** Groups, their seats, and groups with more students than seats. */
export function countGroups(office: Office) {
  const groups = office.things.list<GroupState>("group");
  const sum = (of: (state: GroupState) => number) =>
    groups.reduce((total, { state }) => total + of(state), 0);
  return {
    groups: groups.length,
    seats: sum(({ seats }) => seats),
    seatsTaken: sum(({ taken }) => taken),
    overfullGroups: groups.filter(({ state }) => state.taken > state.seats).length,
  };
}

function limitsIn(input: Readonly<Record<string, unknown>>): GroupLimits {
  const { seats = USUAL_LIMITS.seats, groupsLeft = null } = input;
  const isCount = (value: unknown): value is number =>
    typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MOST_SEATS;
  if (!isCount(seats)) throw new InvalidCallError("seats");
  if (groupsLeft !== null && !isCount(groupsLeft)) throw new InvalidCallError("groupsLeft");
  return { seats, groupsLeft };
}

function limitsOf({ things }: Office): GroupLimits {
  return things.find<GroupLimits>("limits", "groups")?.state ?? USUAL_LIMITS;
}

function keepLimits(state: GroupLimits, { things }: Office): void {
  things.save("limits", { id: "groups", reference: "", state });
}

function setTaken(group: Group, taken: number, { things }: Office): void {
  things.save("group", { ...group, state: { ...group.state, taken } });
}

function groupsOf(course: string, { things }: Office): Group[] {
  return things.findByReference<GroupState>("group", course);
}

function groupBody({ id, reference: course, state }: Group): unknown {
  const { reference, seats, taken } = state;
  return { code: id, reference, course, seats, seats_taken: taken };
}

function refusal(status: number, reason: string): OwnAnswer {
  return { kind: "answered", status, body: { ok: false, reason } };
}
