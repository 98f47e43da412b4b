import { webDoors } from "#lib/automation/web-deps.ts";

/** Stripe's door on hosts without the front. */
export async function POST(request: Request): Promise<Response> {
  return webDoors().stripe(request);
}
