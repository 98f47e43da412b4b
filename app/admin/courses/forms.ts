/** What authors type, checked. Every refusal is a sentence that names the field. */
import { z } from "zod";
import { LESSON_KINDS, type LessonKind } from "#lib/domain/lesson.ts";
import { readQuizText, type TypedQuestion } from "#lib/domain/quiz-text.ts";

/** As much as a form may carry (server/page-gate.ts), with room for letters of two bytes. */
const MAX_TEXT = 25_000;

export type Read<T> = { ok: true; value: T } | { ok: false; problem: string };

const text = (label: string, max: number) =>
  z.string().trim().min(1, `${label}: please fill it in.`).max(max, `${label}: at most ${max} characters.`);
const whole = (label: string, min: number, max: number) =>
  z.coerce
    .number(`${label}: please type a number.`)
    .int(`${label}: please type a whole number.`)
    .min(min, `${label}: from ${min} on.`)
    .max(max, `${label}: at most ${max}.`);
const optional = <T extends z.ZodType>(type: T) =>
  z.preprocess((value) => (value === "" ? null : value), type.nullish());

const courseForm = z.object({
  name: text("Name", 200),
  description: z.string().trim().max(2000, "Description: at most 2,000 characters."),
  hours: optional(
    z.coerce.number("Hours: please type a number.").min(0).max(10_000, "Hours: at most 10,000."),
  ),
});

/** Reads the form of a course. */
export function readCourseForm(data: FormData) {
  const form = read(courseForm, data);
  return form.ok ? { ...form, value: { ...form.value, hours: form.value.hours ?? null } } : form;
}

const offerForm = z.object({
  slug: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9-]{1,99}$/, "Address: small letters, digits and hyphens only."),
  title: text("Title", 200),
  description: z.string().trim().max(2000, "Description: at most 2,000 characters."),
  category: text("Category", 100),
  price: z
    .string()
    .trim()
    .regex(/^\d{1,6}([.]\d{2})?$/, "Price: dollars, or dollars and two digits of cents, like 49 or 49.50."),
  active: z.literal("yes").optional(),
});

/** Reads the form that sells a course. The price comes out in cents. */
export function readOfferForm(data: FormData) {
  const form = read(offerForm, data);
  if (!form.ok) return form;
  const { price, active, ...offer } = form.value;
  const [dollars = "0", cents = "00"] = price.split(".");
  const priceCents = Number(dollars) * 100 + Number(cents);
  return { ok: true as const, value: { ...offer, priceCents, active: active === "yes" } };
}

const lessonForm = z.object({
  kind: z.enum(LESSON_KINDS),
  title: text("Title", 200),
  body: z.string().max(MAX_TEXT, "Text: at most 25,000 characters.").default(""),
  videoId: optional(z.uuid("Video: please upload one.")),
  captionsId: optional(z.uuid("Captions: please upload them.")),
  durationSeconds: optional(whole("Length in seconds", 1, 86_400)),
  passPercentage: optional(whole("Percent to pass", 1, 100)),
  triesAllowed: optional(whole("Tries", 1, 100)),
  packageId: optional(z.uuid("Package: please upload one.")),
  questions: z.string().max(MAX_TEXT, "Questions: at most 25,000 characters.").default(""),
});

interface LessonForm {
  lesson: {
    kind: LessonKind;
    title: string;
    body: string;
    videoId: string | null;
    captionsId: string | null;
    durationSeconds: number | null;
    passPercentage: number | null;
    triesAllowed: number | null;
    packageId: string | null;
  };
  questions: TypedQuestion[];
}

/** Reads the form of a lesson: what its kind needs must be there, what it does not need is left out. */
export function lessonOf(data: FormData): Read<LessonForm> {
  const form = read(lessonForm, data);
  if (!form.ok) return form;
  const { kind, title, body, questions: typed, ...rest } = form.value;
  const missing = missingOf(form.value);
  if (missing) return { ok: false, problem: missing };
  const quiz = kind === "quiz" ? readQuizText(typed) : { ok: true as const, questions: [] };
  if (!quiz.ok) return quiz;
  const only = <T>(own: LessonKind, value: T | null | undefined) => (kind === own ? (value ?? null) : null);
  const lesson = {
    kind,
    title,
    body: body.replaceAll("\r\n", "\n"),
    videoId: only("video", rest.videoId),
    captionsId: only("video", rest.captionsId),
    durationSeconds: only("video", rest.durationSeconds),
    passPercentage: only("quiz", rest.passPercentage),
    triesAllowed: only("quiz", rest.triesAllowed),
    packageId: only("scorm", rest.packageId),
  };
  return { ok: true, value: { lesson, questions: quiz.questions } };
}

function missingOf(form: z.output<typeof lessonForm>): string | null {
  switch (form.kind) {
    case "text":
      return form.body.trim() ? null : "Text: please fill it in.";
    case "video":
      if (!form.videoId) return "Video: please upload one.";
      if (!form.captionsId) return "Captions: please upload them. Not everybody can hear.";
      return form.durationSeconds ? null : "Length in seconds: please fill it in.";
    case "quiz":
      return form.passPercentage ? null : "Percent to pass: please fill it in.";
    case "scorm":
      return form.packageId ? null : "Package: please upload one.";
  }
}

function read<T extends z.ZodType>(shape: T, data: FormData): Read<z.output<T>> {
  const parsed = shape.safeParse(Object.fromEntries(data));
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, problem: parsed.error.issues[0]?.message ?? "Please look at the fields again." };
}
