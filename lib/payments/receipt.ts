/** The receipt that Stripe itself writes for a payment. */
import type Stripe from "stripe";
import { z } from "zod";
import { secureAddress } from "#lib/domain/web-address.ts";

const paid = z.object({
  latest_charge: z.object({ receipt_url: z.string().nullish() }).nullish(),
});

/** Reads the address of a payment's receipt; null when there is none, or when it is not Stripe's (or its stand-in's). */
export async function readReceipt(
  stripe: Stripe,
  paymentIntentId: string,
  standIn: string | undefined,
): Promise<string | null> {
  const answer = await stripe.paymentIntents.retrieve(paymentIntentId, { expand: ["latest_charge"] });
  const address = paid.parse(answer).latest_charge?.receipt_url ?? null;
  return address !== null && isStripes(address, standIn) ? address : null;
}

function isStripes(address: string, standIn: string | undefined): boolean {
  if (!URL.canParse(address)) return false;
  const { origin, hostname } = new URL(address);
  if (standIn !== undefined) return origin === new URL(standIn).origin;
  return secureAddress(address) !== null && /(^|\.)stripe\.com$/.test(hostname);
}
