import { callAuth } from "#app/sign-in/call-auth.ts";

/** Ends the session of this browser and goes to the start page. Signing out twice is harmless. */
export async function POST(): Promise<Response> {
  await callAuth("/sign-out", {});
  return new Response(null, { status: 303, headers: { location: "/" } });
}
