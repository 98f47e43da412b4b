/** Form-encoded parameters with nested brackets (`line_items[0][price_data][currency]=usd`), from anyone. */
import { StripeApiError } from "#sandbox/stripe/stripe-api-error.ts";

/** A value of a parameter: text, list or named values. Objects have no prototype. */
export type Param = string | Param[] | { [name: string]: Param };

const MAX_PAIRS = 1000;
const MAX_DEPTH = 8;
const MAX_KEY_LENGTH = 200;
const MAX_LIST_LENGTH = 200;

/**
 * Reads a query string or form body into nested values. Lists are written `a[]` or `a[0]`, `a[1]`.
 * Throws StripeApiError 400 for what is too much, too deep, contradictory, or named `__proto__`.
 */
export function parseForm(text: string): Record<string, Param> {
  const root: Record<string, Param> = Object.create(null);
  let pairs = 0;
  for (const [key, value] of new URLSearchParams(text)) {
    if (++pairs > MAX_PAIRS) throw refused("Too many parameters.");
    place(root, pathOf(key), value, key);
  }
  return listsInside(root) as Record<string, Param>;
}

function pathOf(key: string): string[] {
  if (key.length > MAX_KEY_LENGTH) throw refused("A parameter name is too long.");
  const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(key);
  if (!match) throw refused(`Invalid parameter name: ${key}`);
  const inner = (match[2] ?? "").slice(1, -1);
  const path = [match[1] ?? "", ...(match[2] ? inner.split("][") : [])];
  if (path.length > MAX_DEPTH) throw refused(`A parameter is nested too deeply: ${key}`);
  if (path.includes("__proto__")) throw refused(`Invalid parameter name: ${key}`);
  return path;
}

function place(root: Record<string, Param>, path: readonly string[], value: string, key: string): void {
  let at = root;
  for (const [depth, step] of path.entries()) {
    const name = step === "" ? String(Object.keys(at).length) : step;
    const present = at[name];
    if (depth === path.length - 1) {
      if (typeof present === "object") throw refused(`Invalid parameter, given twice: ${key}`);
      at[name] = value;
      return;
    }
    if (typeof present === "string") throw refused(`Invalid parameter, given twice: ${key}`);
    at = (at[name] ??= Object.create(null)) as Record<string, Param>;
  }
}

/** Turns objects whose names are 0, 1, 2 … into lists. */
function listsInside(value: Param): Param {
  if (typeof value === "string" || Array.isArray(value)) return value;
  const names = Object.keys(value);
  for (const name of names) value[name] = listsInside(value[name] as Param);
  const isList = names.length > 0 && names.every((name, at) => name === String(at));
  if (!isList) return value;
  if (names.length > MAX_LIST_LENGTH) throw refused("A list is too long.");
  return names.map((name) => value[name] as Param);
}

function refused(message: string): StripeApiError {
  return new StripeApiError(400, { message });
}
