/** Answers that are JSON, and not what was agreed: other types, other numbers, texts that want to be more than text. */
import type { TwistKind } from "#sandbox/partners/hostility.ts";

/** What of a record must be told apart on the way out, whatever the partner's spelling. */
export interface Known {
  /** Ids and references; numbers among them are no figures. */
  ids: ReadonlySet<string>;
  /** Names, codes, places, links. */
  texts: ReadonlySet<string>;
}

export type Leaf = string | number | boolean | null;

const TEXTS: Readonly<Record<string, string>> = {
  markup: `"><script>alert(1)</script><img src=x onerror=alert(1)>`,
  "long-text": "long ".repeat(40_000),
  "right-to-left": "\u202e\u05e9\u05dc\u05d5\u05dd exe.fdp",
  "control-characters": "a\u0000b\u0007c\u001b[31md\ne",
};

/** Bends an answer. What it does not concern stays as it is. */
export function twist(kind: TwistKind, body: unknown, known: Known): unknown {
  switch (kind) {
    case "null":
      return null;
    case "list":
      return [];
    case "empty-object":
      return {};
    case "wrong-types":
      return mapLeaves(body, otherType);
    case "unknown-fields":
      return mapObjects(body, { unknown: { deep: [1, { er: null }] }, "": 0, ünknown: "new" });
    case "proto-fields":
      return mapObjects(body, JSON.parse(POISON) as Record<string, unknown>);
    case "negative-numbers":
      return mapLeaves(body, (leaf) => otherNumber(leaf, -1, known));
    case "huge-numbers":
      return mapLeaves(body, (leaf) => otherNumber(leaf, 1e300, known));
    case "broken-dates":
      return mapLeaves(body, otherDate);
    default:
      return mapLeaves(body, (leaf) =>
        typeof leaf === "string" && known.texts.has(leaf) ? TEXTS[kind] : leaf,
      );
  }
}

/** The text that stands instead of every text of a record. */
export function hostileText(kind: TwistKind): string {
  return TEXTS[kind] ?? "";
}

const POISON = `{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":1}`;

/** Copies a JSON value with every text, number, boolean and null changed. */
export function mapLeaves(value: unknown, change: (leaf: Leaf) => unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => mapLeaves(part, change));
  if (typeof value !== "object" || value === null) return change(value as Leaf);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapLeaves(part, change)]));
}

/** Adds fields to every object, in front. `fromEntries` makes even `__proto__` a field like any other. */
function mapObjects(value: unknown, added: Record<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((part) => mapObjects(part, added));
  if (typeof value !== "object" || value === null) return value;
  const own = Object.entries(value).map(([key, part]) => [key, mapObjects(part, added)] as const);
  return Object.fromEntries([...Object.entries(added), ...own]);
}

function otherType(leaf: Leaf): unknown {
  if (typeof leaf === "string") return [leaf];
  if (typeof leaf === "number") return { value: leaf };
  return leaf === null ? {} : "yes";
}

/** A figure may be written as a number or as text. */
function otherNumber(leaf: Leaf, wrong: number, { ids }: Known): unknown {
  if (ids.has(String(leaf))) return leaf;
  if (typeof leaf === "number") return wrong;
  return typeof leaf === "string" && /^\d+(\.\d+)?$/.test(leaf) ? String(wrong) : leaf;
}

function otherDate(leaf: Leaf): unknown {
  if (typeof leaf !== "string") return leaf;
  if (/^\d\d\/\d\d\/\d{4}$/.test(leaf)) return "02/30/2026";
  if (!/^\d{4}-\d\d-\d\d/.test(leaf)) return leaf;
  return leaf.length > 10 ? "2026-02-30T25:61:00Z" : "2026-02-30";
}
