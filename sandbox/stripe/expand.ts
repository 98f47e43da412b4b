/** Ids in an answer replaced by what they stand for, on request: https://docs.stripe.com/api/expanding_objects */
import type { Account } from "#sandbox/stripe/account.ts";
import { withoutLines } from "#sandbox/stripe/checkout.ts";
import type { Kind, Kinds } from "#sandbox/stripe/object-store.ts";
import { StripeApiError } from "#sandbox/stripe/stripe-api-error.ts";

/** Properties that hold an id, and the kind it is of. */
const EXPANDABLE: Readonly<Record<string, Kind>> = {
  payment_intent: "payment_intent",
  latest_charge: "charge",
  charge: "charge",
};

/** Shows an object with the named properties expanded. Throws StripeApiError 400 for one that cannot be. */
export function expandObject(
  account: Account,
  object: Kinds[Kind],
  properties: readonly string[] = [],
): object {
  const isSession = object.object === "checkout.session";
  const shown: Record<string, unknown> = {
    ...(isSession && !properties.includes("line_items") ? withoutLines(object) : object),
  };
  for (const property of properties) {
    const id = shown[property];
    const kind = EXPANDABLE[property];
    if (kind && typeof id === "string") shown[property] = account.objects.find(kind, id);
    else if (!(kind && id === null) && !(isSession && property === "line_items")) {
      throw new StripeApiError(400, { message: `This property cannot be expanded (${property}).` });
    }
  }
  return shown;
}
