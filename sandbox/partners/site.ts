/** Addresses people open at a partner: sign-on, course, certificate. */
import { moveCourse, openActs } from "#sandbox/partners/acts.ts";
import { coursePage } from "#sandbox/partners/course-page.ts";
import type { PartnerEngine } from "#sandbox/partners/engine.ts";
import { certificatePage, plainPage, signOnRefusedPage } from "#sandbox/partners/pages.ts";
import type { PlayedPartner } from "#sandbox/partners/played.ts";

/** Answers a page of this partner, or null when the path is not a page. */
export function answerPage(
  engine: PartnerEngine,
  partner: PlayedPartner,
  path: readonly string[],
  request: Request,
): Response | Promise<Response> | null {
  const [area = "", id = "", act, ...rest] = path;
  if (!["sso", "courses", "certificates", "verify"].includes(area) || rest.length > 0) return null;
  if (engine.faults.isDown(partner.slug)) {
    return plainPage(partner, "Closed for now", "We are working on it. Please try again later.", 503);
  }
  if (area === "sso" && request.method === "GET") return signOn(engine, partner, request);
  if (area === "courses") return course(engine, partner, id, act, request);
  if (act === undefined && request.method === "GET") return certificate(engine, partner, id);
  return nothingHere(partner);
}

function signOn(engine: PartnerEngine, partner: PlayedPartner, request: Request): Response {
  const token = new URL(request.url).searchParams.get("token") ?? "";
  const session = engine.signOn.redeem(partner.slug, token);
  if (!session) return signOnRefusedPage(partner, engine.context.appUrl);
  const path = `/${partner.slug}/courses/${session.enrollmentId}`;
  return new Response(null, {
    status: 303,
    headers: {
      location: path,
      "cache-control": "no-store",
      "set-cookie": `${cookieName(partner)}=${session.token}; Path=${path}; HttpOnly; SameSite=Lax; Max-Age=28800`,
    },
  });
}

async function course(
  engine: PartnerEngine,
  partner: PlayedPartner,
  id: string,
  act: string | undefined,
  request: Request,
): Promise<Response> {
  const session = engine.signOn.findSession(partner.slug, cookieOf(request, cookieName(partner)), id);
  const enrollment = session && engine.records.findEnrollment(partner.slug, id);
  if (!session || !enrollment) return signOnRefusedPage(partner, engine.context.appUrl);
  if (act === undefined && request.method === "GET") {
    const { specials } = partner;
    return coursePage(partner, {
      enrollment,
      returnUrl: session.returnUrl,
      hold: engine.holdOf(partner, enrollment),
      acts: openActs(engine, partner, enrollment, "student"),
      panel: specials?.panel?.(enrollment, engine.office(partner)) ?? null,
    });
  }
  if (act === undefined || request.method !== "POST") return nothingHere(partner);
  const input = await readForm(request);
  const moved = moveCourse(engine, partner, { enrollmentId: id, name: act, input, by: "student" });
  if (moved.kind === "refused" && moved.status === 404) return nothingHere(partner);
  if (moved.kind === "refused" && moved.status === 422) {
    return plainPage(partner, "Something is missing", moved.why, 422);
  }
  return new Response(null, { status: 303, headers: { location: `/${partner.slug}/courses/${id}` } });
}

/** The fields of a form; a button alone sends none. */
async function readForm(request: Request): Promise<Record<string, unknown>> {
  const type = request.headers.get("content-type") ?? "";
  return type.startsWith("application/x-www-form-urlencoded")
    ? Object.fromEntries(await request.formData())
    : {};
}

function certificate(engine: PartnerEngine, partner: PlayedPartner, number: string): Response {
  const enrollment = engine.records.findEnrollmentByCertificate(partner.slug, number);
  const account = enrollment && engine.records.findAccount(partner.slug, enrollment.accountId);
  if (!enrollment?.certificate || !account) {
    return plainPage(partner, "Unknown certificate", "There is no certificate with this number.", 404);
  }
  const { courseCode } = enrollment;
  return certificatePage(partner, {
    holder: account.name,
    courseCode,
    certificate: enrollment.certificate,
  });
}

function nothingHere(partner: PlayedPartner): Response {
  return plainPage(partner, "Nothing here", "There is nothing at this address.", 404);
}

/** The sandbox's own name: cookies of 127.0.0.1 are shared by all ports, Baton's among them. */
function cookieName(partner: PlayedPartner): string {
  return `sandbox_${partner.slug}`;
}

function cookieOf(request: Request, name: string): string {
  const pairs = (request.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}
