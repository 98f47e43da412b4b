/** The control desk: faults and shortcuts for machines (JSON) and for people (a page with forms). */
import { moveCourse } from "#sandbox/partners/acts.ts";
import { controlPage } from "#sandbox/partners/control-page.ts";
import { countPartners } from "#sandbox/partners/counts.ts";
import type { PartnerEngine } from "#sandbox/partners/engine.ts";
import { NO_FAULTS, faultsSchema, type Faults } from "#sandbox/partners/faults.ts";
import { InvalidCallError } from "#sandbox/partners/calls.ts";
import type { PlayedPartner } from "#sandbox/partners/played.ts";

const LISTED = 1000;
const TEXT_FIELDS: readonly (keyof Faults)[] = ["retryAfterAs", "hostileAnswer", "launchAddress"];

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
    return Response.json(countPartners(engine, partners));
  }
  if (area !== "partners") return null;
  const partner = partners.find((known) => known.slug === slug);
  if (!partner) return problem(404, "There is no such partner.");
  const [thing, id, act = ""] = rest;
  if (thing === "faults" && id === undefined) return faults(engine, partner, request);
  if (thing !== "enrollments") return desk(engine, partner, rest, request);
  if (id === undefined && method === "GET") return listEnrollments(engine, partner, request);
  if (method === "POST" && id !== undefined) return move(engine, partner, id, act, request);
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
  return isForm ? backTo(slug) : Response.json(parsed.data);
}

/** Form fields are texts; those left empty keep their default. */
function fromForm(form: FormData): Partial<Record<keyof Faults, unknown>> {
  const wanted: Partial<Record<keyof Faults, unknown>> = {};
  for (const name of Object.keys(NO_FAULTS) as (keyof Faults)[]) {
    const text = form.get(name);
    if (typeof text !== "string" || text.trim() === "") continue;
    wanted[name] = readField(name, text);
  }
  return wanted;
}

function readField(name: keyof Faults, text: string): unknown {
  if (name === "down" || name === "outOfOrder") return text === "on";
  return TEXT_FIELDS.includes(name) ? text : Number(text);
}

function listEnrollments(engine: PartnerEngine, partner: PlayedPartner, request: Request): Response {
  const reference = new URL(request.url).searchParams.get("reference");
  const enrollments =
    reference === null
      ? engine.records.latestEnrollments(partner.slug, LISTED)
      : engine.records.findEnrollmentsByReference(partner.slug, reference);
  return Response.json({ enrollments });
}

/** Moves a course; a form leads back to the control page. */
async function move(
  engine: PartnerEngine,
  partner: PlayedPartner,
  enrollmentId: string,
  name: string,
  request: Request,
): Promise<Response> {
  const { input, isForm } = await readInput(request);
  const moved = moveCourse(engine, partner, { enrollmentId, name, input, by: "office" });
  if (moved.kind === "refused") return problem(moved.status, moved.why);
  return isForm ? backTo(partner.slug) : Response.json({ enrollment: moved.enrollment });
}

/** What only this partner's desk has. */
async function desk(
  engine: PartnerEngine,
  partner: PlayedPartner,
  path: readonly string[],
  request: Request,
): Promise<Response> {
  const { method } = request;
  const query = new URL(request.url).searchParams;
  const { input } = await readInput(request);
  try {
    const answer = engine.inTransaction(
      () => partner.specials?.desk?.({ method, path, query, input }, engine.office(partner)) ?? null,
    );
    return answer === null ? problem(404, "There is nothing at this address.") : Response.json(answer);
  } catch (error) {
    if (error instanceof InvalidCallError) return problem(422, `${error.message} is absent or wrong.`);
    throw error;
  }
}

/** Reads a form or a JSON object; anything else is an empty input. */
async function readInput(
  request: Request,
): Promise<{ input: Readonly<Record<string, unknown>>; isForm: boolean }> {
  const isForm = (request.headers.get("content-type") ?? "").startsWith("application/x-www-form-urlencoded");
  const input = isForm ? Object.fromEntries(await request.formData()) : await readJson(request);
  const isObject = typeof input === "object" && input !== null && !Array.isArray(input);
  return { input: isObject ? (input as Record<string, unknown>) : {}, isForm };
}

function backTo(slug: string): Response {
  return new Response(null, { status: 303, headers: { location: `/_sandbox#${slug}` } });
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
