import { webDoors } from "#lib/automation/web-deps.ts";

/** The partners' door on hosts without the front. */
export async function POST(
  request: Request,
  context: { params: Promise<{ partner: string }> },
): Promise<Response> {
  return webDoors().partner(request, (await context.params).partner);
}
