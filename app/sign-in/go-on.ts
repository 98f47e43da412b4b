import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { NOTHING_YET, type FormAnswer } from "#app/sign-in/form-answer.ts";

/** Set by Next's scripts, absent when a browser sends the form by itself. */
const SENT_BY_SCRIPT = "next-action";

/**
 * Ends a form by going to another page. Where scripts sent the form they are told to go there: a redirect would
 * make this server fetch its own page, over an address it would have to guess.
 */
export async function goOn(path: string): Promise<FormAnswer> {
  if ((await headers()).has(SENT_BY_SCRIPT)) return { ...NOTHING_YET, goTo: path };
  redirect(path);
}
