/** The control desk: faults and shortcuts for machines (JSON) and for people (a page with forms). */
import { controlPage } from "#sandbox/partners/control-page.ts";
import { countPartners } from "#sandbox/partners/counts.ts";
import { complete, failExam, setProgress, type Progressed } from "#sandbox/partners/course.ts";
import type { PartnerEngine } from "#sandbox/partners/engine.ts";
import { NO_FAULTS, faultsSchema, type Faults } from "#sandbox/partners/faults.ts";
import type { Enrollment, PlayedPartner } from "#sandbox/partners/played.ts";

const LISTED = 1000;

/** Answers an address below `/_sandbox` that is the partners' own, or null. */
export async function answerControl(
  engine: PartnerEngine,
  partners: readonly PlayedPartner[],
  path: readonly string[],
  request: Request,
): Promise<Response | null> {
  const { method } = request;
  const [area, slug, ...rest] = path;
  if (area === undefined && method === "GET") return controlPage(engine, partners);
  if (area === "counts" && method === "GET" && slug === undefined) {
    const slugs = partners.map((partner) => partner.slug);
    return Response.json(countPartners(engine.context.db, slugs));
  }
  if (area !== "partners") return null;
  const partner = partners.find((known) => known.slug === slug);
  if (!partner) return problem(404, "There is no such partner.");
  const [thing, id, act] = rest;
  if (thing === "faults" && id === undefined) return faults(engine, partner, request);
  if (thing !== "enrollments") return problem(404, "There is nothing at this address.");
  if (id === undefined && method === "GET") return listEnrollments(engine, partner, request);
  if (method === "POST") return moveCourse(engine, partner, id ?? "", act ?? "", request);
  return problem(405, "This method is not answered here.");
}

async function faults(engine: PartnerEngine, partner: PlayedPartner, request: Request): Promise<Response> {
  const { slug } = partner;
  if (request.method === "GET") return Response.json(engine.faults.of(slug));
  const isForm = request.method === "POST";
  if (!isForm && request.method !== "PUT") return problem(405, "This method is not answered here.");
  const wanted = isForm ? fromForm(await request.formData()) : await readJson(request);
  const parsed = faultsSchema.safeParse(wanted);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return problem(422, `${issue?.path.join(".") || "faults"}: ${issue?.message ?? "wrong"}`);
  }
  engine.faults.set(slug, parsed.data);
  return isForm
    ? new Response(null, { status: 303, headers: { location: `/_sandbox#${slug}` } })
    : Response.json(parsed.data);
}

/** Form fields are texts; those left empty keep their default. */
function fromForm(form: FormData): Partial<Record<keyof Faults, unknown>> {
  const wanted: Partial<Record<keyof Faults, unknown>> = {};
  for (const name of Object.keys(NO_FAULTS) as (keyof Faults)[]) {
    const text = form.get(name);
    if (typeof text !== "string" || text.trim() === "") continue;
    wanted[name] = name === "down" || name === "outOfOrder" ? text === "on" : Number(text);
  }
  return wanted;
}

function listEnrollments(engine: PartnerEngine, partner: PlayedPartner, request: Request): Response {
  const reference = new URL(request.url).searchParams.get("reference");
  const enrollments =
    reference === null
      ? engine.records.latestEnrollments(partner.slug, LISTED)
      : engine.records.findEnrollmentsByReference(partner.slug, reference);
  return Response.json({ enrollments });
}

async function moveCourse(
  engine: PartnerEngine,
  partner: PlayedPartner,
  id: string,
  act: string,
  request: Request,
): Promise<Response> {
  const enrollment = engine.records.findEnrollment(partner.slug, id);
  if (!enrollment) return problem(404, "There is no such enrollment.");
  const moved = await moveBy(act, enrollment, request, () => engine.newCertificate(partner));
  if (moved instanceof Response) return moved;
  if (!engine.record(partner, moved)) return problem(409, "The course has ended.");
  return Response.json({ enrollment: moved.enrollment });
}

async function moveBy(
  act: string,
  enrollment: Enrollment,
  request: Request,
  newCertificate: Parameters<typeof complete>[1],
): Promise<Progressed | Response> {
  if (act === "complete") return complete(enrollment, newCertificate);
  if (act === "fail-exam") return failExam(enrollment);
  if (act !== "progress") return problem(404, "There is nothing at this address.");
  const { progress } = ((await readJson(request)) ?? {}) as { progress?: unknown };
  const isPercent =
    typeof progress === "number" && Number.isInteger(progress) && progress >= 0 && progress <= 100;
  return isPercent
    ? setProgress(enrollment, progress)
    : problem(422, "progress must be a whole number 0-100.");
}

/** The JSON body, or null when it is none. */
async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    return null;
  }
}

function problem(status: number, error: string): Response {
  return Response.json({ error }, { status });
}
