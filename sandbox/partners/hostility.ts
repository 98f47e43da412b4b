/** The hostile answers a partner can be made to give, with what the control page calls them. */

/** Bytes that are no answer, or far too many of them. */
export const BYTE_KINDS = {
  "web-page": "A web page",
  nothing: "Nothing",
  "not-utf8": "No UTF-8",
  "over-1-mib": "Over 1 MiB",
  "one-gib": "1 GiB",
  "gzip-bomb": "A gzip bomb of 1 GiB",
  "byte-a-second": "One byte a second",
  redirect: "Endless redirects",
  "cut-off": "Cut off in the middle",
} as const;

/** JSON of another shape than agreed. */
export const SHAPE_KINDS = {
  null: "null",
  list: "An empty list",
  "empty-object": "An empty object",
  "wrong-types": "Wrong types everywhere",
  "unknown-fields": "Fields nobody knows",
  "proto-fields": "__proto__ and constructor",
  "negative-numbers": "Negative numbers",
  "huge-numbers": "Huge numbers",
  "broken-dates": "Days that do not exist",
} as const;

/** Texts that want to be more than text. */
export const TEXT_KINDS = {
  markup: "Markup in every text",
  "long-text": "Texts of 200,000 letters",
  "right-to-left": "Texts from right to left",
  "control-characters": "Control characters",
} as const;

/** Answers about somebody else. */
export const FOREIGN_KINDS = {
  "foreign-record": "Another student's record",
  "reused-id": "An id that is another's already",
} as const;

export type ByteKind = keyof typeof BYTE_KINDS;
export type TwistKind = keyof typeof SHAPE_KINDS | keyof typeof TEXT_KINDS;
export type ForeignKind = keyof typeof FOREIGN_KINDS;
export type HostileAnswer = ByteKind | TwistKind | ForeignKind;

/** All of them, in groups for people. */
export const HOSTILE_GROUPS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "Bytes that are no answer": BYTE_KINDS,
  "JSON of another shape": SHAPE_KINDS,
  "Texts that want to be more": TEXT_KINDS,
  "About somebody else": FOREIGN_KINDS,
};

export const HOSTILE_ANSWERS = Object.values(HOSTILE_GROUPS).flatMap((group) =>
  Object.keys(group),
) as HostileAnswer[];

export function isByteKind(kind: HostileAnswer): kind is ByteKind {
  return Object.hasOwn(BYTE_KINDS, kind);
}

export function isForeignKind(kind: HostileAnswer): kind is ForeignKind {
  return Object.hasOwn(FOREIGN_KINDS, kind);
}
