import { auth } from "#lib/identity/index.ts";

/** The sign-in library's own routes: sign-up, sign-in, one-time links, reset, sign-out. */
export async function GET(request: Request): Promise<Response> {
  return auth().handler(request);
}

export const POST = GET;
