import { safeReturnPath } from "#lib/domain/return-path.ts";

/** Where the link in the confirmation mail ends; from there the person goes on to `next`. */
export function confirmedPath(next: string | null | undefined): string {
  return `/verify-email?next=${encodeURIComponent(safeReturnPath(next))}`;
}
