/** Changing single values of a JSON text without knowing its fields. */

type Path = readonly (string | number)[];

/** Where each text, number, boolean and null of a JSON text stands. */
export function leavesOf(body: string): { path: Path; value: unknown }[] {
  const found: { path: Path; value: unknown }[] = [];
  const walk = (value: unknown, path: Path) => {
    if (typeof value !== "object" || value === null) found.push({ path, value });
    else for (const [key, part] of Object.entries(value)) walk(part, [...path, key]);
  };
  walk(JSON.parse(body), []);
  return found;
}

/** Returns the text with another JSON text (which need not be a sound one) in place of every leaf that `isIt`. */
export function replaceLeaves(
  body: string,
  isIt: (value: unknown, path: Path) => boolean,
  json: string,
): string {
  const write = (value: unknown, path: Path): string => {
    if (Array.isArray(value)) return `[${value.map((part, at) => write(part, [...path, at])).join(",")}]`;
    if (typeof value !== "object" || value === null) return isIt(value, path) ? json : JSON.stringify(value);
    const fields = Object.entries(value).map(
      ([key, part]) => `${JSON.stringify(key)}:${write(part, [...path, key])}`,
    );
    return `{${fields.join(",")}}`;
  };
  return write(JSON.parse(body), []);
}
