/** What each mail needs to know. Data waits in the database as JSON and is read back here. */
import { z } from "zod";
import { LANGUAGES } from "#lib/domain/language.ts";
import { MailError } from "#lib/mail/mail-error.ts";

/** Text for people: one line, whatever was typed. */
const words = z
  .string()
  .max(1000)
  .transform((text) => text.replace(/[\p{Cc}\s]+/gu, " ").trim())
  .pipe(z.string().min(1));
const webAddress = z.url({ protocol: /^https?$/ }).max(4000);
const slug = z.string().regex(/^[a-z0-9-]{1,120}$/);
const minutes = z.number().int().positive();

/** In every mail. Links are built from `appUrl`, so that no mail can lead anywhere else. */
const everyMail = {
  /** Public address of Baton, without a trailing slash. */
  appUrl: webAddress.regex(/[^/]$/, "must not end in a slash"),
  /** Who writes; Baton when left out. */
  schoolName: words.optional(),
  /** Where a person answers; left out when the school named none. */
  supportEmail: z.email().optional(),
  /** Of a reader without a profile; else the profile says it. */
  language: z.enum(LANGUAGES).optional(),
};

/** In mails to an address that was verified: the name stands in the greeting, `name` where it is known. */
const toKnownStudent = { ...everyMail, name: words.optional() };

/** In mails that carry a one-time link; the link must lead to Baton itself. */
const signInLink = z
  .object({ ...everyMail, url: webAddress, expiresInMinutes: minutes })
  .refine((data) => new URL(data.url).origin === new URL(data.appUrl).origin, {
    path: ["url"],
    message: "must be an address of this Baton",
  });

const money = {
  /** Minor units; 0 when there is nothing to pay. */
  amountCents: z.number().int().nonnegative(),
  /** ISO 4217, any case. */
  currency: z.string().regex(/^[A-Za-z]{3}$/),
};

const course = { programTitle: words, partnerLabel: words, courseName: words };

/** A date of a course. An online one has no place; its address stands behind sign-in. */
const date = {
  courseName: words,
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  timeZone: z.string().max(64),
  place: words.optional(),
};

/** Where in the program: `step` 1 is the first of `steps`; left out together. */
const place = { step: z.number().int().positive().optional(), steps: z.number().int().positive().optional() };

/** What opens a public page about one certificate or application. */
const publicId = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/);

const schemas = {
  "verify-email": signInLink,
  "magic-link": signInLink,
  "reset-password": signInLink,
  "order-paid": z.object({
    ...toKnownStudent,
    ...money,
    programTitle: words,
    orderId: words,
    /** Who sets up the first course; left out when not known yet. */
    firstPartnerLabel: words.optional(),
    /** Dates whose seats are booked with it. */
    dates: z.array(z.object(date)).max(20).optional(),
  }),
  "date-changed": z.object({ ...toKnownStudent, ...date }),
  "date-lost": z.object({
    ...toKnownStudent,
    ...date,
    /** Why it was canceled; left out when the seat was gone before the payment came. */
    reason: words.optional(),
  }),
  "access-ready": z.object({ ...toKnownStudent, ...course, ...place }),
  "step-completed": z.object({
    ...toKnownStudent,
    ...course,
    ...place,
    nextPartnerLabel: words,
    nextCourseName: words,
  }),
  "certificate-issued": z.object({
    ...toKnownStudent,
    programTitle: words,
    /** The school's own number of the certificate. */
    number: words,
    publicId,
  }),
  "order-failed": z.object({
    ...toKnownStudent,
    ...money,
    programTitle: words,
    /** Where to try again; left out for a purchase that has no page of its own. */
    programSlug: slug.optional(),
  }),
  "enrollment-delayed": z.object({ ...toKnownStudent, ...course }),
  "standing-changed": z.object({
    ...toKnownStudent,
    ...course,
    ...place,
    standing: z.enum([
      "exam_failed",
      "session_unbooked",
      "retake_ready",
      "voucher_expired",
      "deadline_passed",
    ]),
    /** Who opens the next try of an exam: nobody need, we do, or the school decides. */
    outlook: z.enum(["at_once", "arranged", "used_up"]),
  }),
  "partner-unavailable": z.object({
    ...toKnownStudent,
    ...course,
    ...place,
    /** Other courses of the same position, "course at partner"; none when the list is empty. */
    alternatives: z.array(words).max(20),
    /** Where the partner answers its own students; left out when it named nobody. */
    partnerSupport: z.email().optional(),
  }),
  "name-needed": z.object({ ...toKnownStudent, programTitle: words }),
  "certificate-reissued": z.object({
    ...toKnownStudent,
    programTitle: words,
    /** The school's own number of the new certificate. */
    number: words,
    publicId,
  }),
  "stuck-nudge": z.object({
    ...toKnownStudent,
    ...course,
    ...place,
    /** Whole days since something last moved. */
    days: z.number().int().positive(),
  }),
  // The address is not verified: what its sender typed is not put into these two.
  "application-received": z.object({ ...everyMail, programTitle: words, publicId }),
  "application-declined": z.object({ ...everyMail, programTitle: words, publicId }),
  "deletion-requested": z.object({
    ...toKnownStudent,
    /** The day from which it is carried out, `YYYY-MM-DD`. */
    dueOn: z.iso.date(),
  }),
  "deletion-canceled": z.object({ ...toKnownStudent }),
};

/** Template name → its data. */
export type MailTemplates = { [T in keyof typeof schemas]: z.output<(typeof schemas)[T]> };

export type MailTemplate = keyof MailTemplates;

/** Every template there is, for pages and tests that walk them all. */
export const MAIL_TEMPLATES = Object.keys(schemas) as readonly MailTemplate[];

/** Tells whether a text from outside names a template. */
export function isMailTemplate(text: string): text is MailTemplate {
  return Object.hasOwn(schemas, text);
}

/**
 * Reads a template's data back from JSON, unknown fields left out.
 * Throws MailError `rejected` naming the fields that are wrong, never what they hold.
 */
export function parseMailData<T extends MailTemplate>(template: T, json: unknown): MailTemplates[T] {
  const parsed = schemas[template].safeParse(json);
  if (parsed.success) return parsed.data as MailTemplates[T];
  const fields = parsed.error.issues.map((issue) => issue.path.join(".") || "data");
  throw new MailError("rejected", `${template}: wrong or missing: ${[...new Set(fields)].join(", ")}`);
}
