/** Ask before repeat: how a connector makes something at a partner exactly once. */
import { PartnerAPIError, type PartnerAccount } from "#lib/partners/base.ts";

/**
 * Returns what the partner already holds under our reference, else creates it.
 *
 * When creating ends with an unknown outcome (no answer, a broken one), the partner is asked once more:
 * what was made after all is returned, otherwise the first error is thrown. A second call finds the first one's result.
 */
export async function findOrCreate<T>(find: () => Promise<T | null>, create: () => Promise<T>): Promise<T> {
  const known = await find();
  if (known !== null) return known;
  try {
    return await create();
  } catch (error) {
    if (!leavesOutcomeUnknown(error)) throw error;
    const made = await find().catch(() => null);
    if (made === null) throw error;
    return made;
  }
}

/** Throws PartnerAPIError `action_required` when the enrollment found under our reference is another account's. */
export function requireOwner(partner: string, account: PartnerAccount, ownerId: string): void {
  if (ownerId === account.externalAccountId) return;
  const message = "the enrollment belongs to another account at the partner";
  throw new PartnerAPIError("action_required", { partner, operation: "enrollInCourse", message });
}

function leavesOutcomeUnknown(error: unknown): boolean {
  if (!(error instanceof PartnerAPIError)) return false;
  const isBrokenSuccess = error.status !== null && error.status >= 200 && error.status < 300;
  return error.kind === "retry" ? error.status !== 429 : isBrokenSuccess;
}
