/** Long lists, one page at a time. */

/** A stretch of a list, and whether more follows. */
export interface PageOf<T> {
  rows: T[];
  /** 1 for the first. */
  page: number;
  hasNext: boolean;
}

/** Rows of an admin's list on one screen. */
export const PAGE_SIZE = 25;

/** What to ask the database for: one row more than is shown tells whether another page follows. */
export function windowOf(page: number): { limit: number; offset: number } {
  return { limit: PAGE_SIZE + 1, offset: (page - 1) * PAGE_SIZE };
}

/** Cuts the rows that `windowOf` asked for into a page. */
export function pageOf<T>(rows: T[], page: number): PageOf<T> {
  return { rows: rows.slice(0, PAGE_SIZE), page, hasNext: rows.length > PAGE_SIZE };
}
