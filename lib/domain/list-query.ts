/** What an address asks of a long list: words to search for, and which page. */

export interface ListQuery {
  /** Trimmed; empty searches for nothing. */
  search: string;
  /** 1 for the first. */
  page: number;
}

type Query = Readonly<Record<string, string | string[] | undefined>>;

const MAX_SEARCH = 100;
/** Beyond this nobody turns pages: they search. */
const MAX_PAGE = 1000;

/** Reads `q` and `page` out of an address; what makes no sense counts as absent. */
export function readListQuery(query: Query): ListQuery {
  const search = typeof query["q"] === "string" ? query["q"].trim().slice(0, MAX_SEARCH) : "";
  const page = Number(query["page"] ?? 1);
  return { search, page: Number.isInteger(page) && page >= 1 ? Math.min(page, MAX_PAGE) : 1 };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads an id out of an address; null for anything the database could not take for one. */
export function readId(value: string | string[] | undefined): string | null {
  const id = typeof value === "string" ? value.toLowerCase() : "";
  return UUID.test(id) ? id : null;
}

/** Writes the address of one page of a list; empty answers are left out. */
export function listAddress(path: string, about: Record<string, string | number | null>): string {
  const given = Object.entries(about).filter(([, value]) => value !== "" && value !== null && value !== 1);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return query ? `${path}?${query}` : path;
}
