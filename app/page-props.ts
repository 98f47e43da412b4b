/** What Next hands to a page, spelled out: its own generated types exist only after a build. */

export type Query = Record<string, string | string[] | undefined>;

export interface PageQuery {
  searchParams: Promise<Query>;
}

export interface PageParams<P> {
  params: Promise<P>;
}
