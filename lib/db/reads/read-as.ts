/** The one way pages reach the database: inside a transaction that acts for whoever looks. */
import { asItself, asUser, asVisitor, type Tx } from "#lib/db/client.ts";
import { webDatabase } from "#lib/db/web.ts";
import type { Claims } from "#lib/domain/claims.ts";

/** Reads as the person, or as a visitor when there are no claims. Row-level security decides what is seen. */
export function readAs<T>(claims: Claims | null, work: (tx: Tx) => Promise<T>): Promise<T> {
  return claims ? asUser(webDatabase(), claims, work) : asVisitor(webDatabase(), work);
}

/** Reads as the web itself: for the few public facts that a function of the database hands out. */
export function readAsWeb<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return asItself(webDatabase(), work);
}
