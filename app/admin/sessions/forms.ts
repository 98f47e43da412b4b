/** What an admin types about a date, checked. Every refusal is a sentence that names the field. */
import { z } from "zod";
import { readTimeZone } from "#lib/domain/time-zone.ts";
import { atZone } from "#lib/domain/wall-time.ts";
import type { SessionDraft } from "#lib/domain/session-draft.ts";

export type Read<T> = { ok: true; value: T } | { ok: false; problem: string };

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

const sessionForm = z.object({
  startsAt: z.string().regex(LOCAL, "Begin: please choose day and time."),
  endsAt: z.string().regex(LOCAL, "End: please choose day and time."),
  timeZone: z.string().refine((zone) => readTimeZone(zone) !== null, "Time zone: choose one of the list."),
  capacity: z.coerce
    .number("Seats: please type a number.")
    .int("Seats: please type a whole number.")
    .min(1, "Seats: at least one.")
    .max(10_000, "Seats: at most 10,000."),
  place: z.string().trim().max(300, "Place: at most 300 characters."),
  link: z
    .string()
    .trim()
    .max(1000, "Link: at most 1,000 characters.")
    .refine((link) => link === "" || /^https:\/\/\S+$/.test(link), "Link: it must begin with https://."),
  active: z.literal("yes").optional(),
});

/** Reads the form of a date. Times are those of the place; a new date must be ahead. */
export function readSessionForm(data: FormData, isNew: boolean, now: Date): Read<SessionDraft> {
  const form = sessionForm.safeParse(Object.fromEntries(data));
  if (!form.success) return refused(form.error.issues[0]?.message);
  const { startsAt, endsAt, timeZone, capacity, place, link, active } = form.data;
  const starts = atZone(startsAt, timeZone);
  const ends = atZone(endsAt, timeZone);
  if (!starts) return refused("Begin: that time does not exist there, because clocks change.");
  if (!ends) return refused("End: that time does not exist there, because clocks change.");
  if (ends <= starts) return refused("End: it must come after the begin.");
  if (isNew && starts <= now) return refused("Begin: it must be ahead.");
  if (place === "" && link === "") return refused("Place: fill in where it is, or a link when it is online.");
  const draft = { startsAt: starts, endsAt: ends, timeZone, capacity, place, link: link || null };
  return { ok: true, value: { ...draft, active: active === "yes" } };
}

/** Reads why a date is canceled, or a review hidden: a sentence for those it concerns. */
export function readReason(data: FormData): Read<string> {
  const reason = z.string().trim().min(1).max(300).safeParse(data.get("reason"));
  if (reason.success) return { ok: true, value: reason.data };
  return refused("Reason: please write one, of at most 300 characters.");
}

function refused(problem: string | undefined): { ok: false; problem: string } {
  return { ok: false, problem: problem ?? "Please look at the fields again." };
}
