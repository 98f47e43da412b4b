/** One click into the partner's course. */
import { sql } from "kysely";
import { asItself, asUser, type Database, type Tx } from "#lib/db/client.ts";
import type { Claims } from "#lib/domain/claims.ts";
import { PartnerAPIError, type PartnerConnector } from "#lib/partners/base.ts";

/** Why the student is not let in; the message is for them, `status` the HTTP answer. */
export class LaunchRefusedError extends Error {
  override readonly name = "LaunchRefusedError";
  readonly code: RefusalCode;
  readonly status: number;

  constructor(code: RefusalCode, cause?: unknown) {
    super(REFUSALS[code].message, { cause });
    this.code = code;
    this.status = REFUSALS[code].status;
  }
}

const REFUSALS = {
  not_found: { status: 404, message: "There is no such course." },
  not_ready: { status: 409, message: "This course is being set up. It usually takes less than a minute." },
  finished: { status: 409, message: "You finished this course already." },
  partner_unavailable: {
    status: 503,
    message: "The training partner does not answer right now. Please try again in a minute.",
  },
  partner_inactive: {
    status: 409,
    message: "This training partner is switched off at the moment. The office has been told.",
  },
} as const;

type RefusalCode = keyof typeof REFUSALS;

export interface LaunchDeps {
  /** Connected as baton_web. */
  db: Database;
  findConnector: (slug: string) => PartnerConnector;
  appUrl: string;
}

/**
 * Asks the partner for a fresh single-use address of the course the student is in now. `enrollmentId` is the
 * enrollment's id or that of its partner enrollment. Every call gives another address; it is never stored or logged.
 * Throws LaunchRefusedError.
 */
export async function launchPartnerCourse(
  deps: LaunchDeps,
  request: { claims: Claims; enrollmentId: string },
): Promise<{ url: string }> {
  const course = await asUser(deps.db, request.claims, (tx) =>
    findCourse(tx, request.claims, request.enrollmentId),
  );
  if (!course) throw new LaunchRefusedError("not_found");
  if (course.stepStatus === "completed") throw new LaunchRefusedError("finished");
  if (!course.providerActive) throw new LaunchRefusedError("partner_inactive");
  if (
    course.isLeaving ||
    course.stepStatus !== "in_progress" ||
    course.enrollmentStatus !== "active" ||
    !course.accountId ||
    !course.externalId
  )
    throw new LaunchRefusedError("not_ready");
  const url = await freshUrl(deps, course.partner, course.accountId, course.externalId);
  await asItself(deps.db, (tx) => recordAccess(tx, course.partnerEnrollmentId!));
  return { url };
}

/** The step the student is at, as the student sees it: other people's rows do not exist here. */
async function findCourse(tx: Tx, claims: Claims, enrollmentId: string) {
  return (
    tx
      .selectFrom("enrollments as e")
      .innerJoin("enrollment_steps as s", "s.enrollment_id", "e.id")
      .innerJoin("partner_lms_providers as p", "p.id", "s.provider_id")
      .leftJoin("partner_lms_enrollments as x", "x.id", "s.partner_enrollment_id")
      .select(["e.status as enrollmentStatus", "s.status as stepStatus", "p.provider_type as partner"])
      .select(["p.active as providerActive", "x.id as partnerEnrollmentId"])
      .select((eb) =>
        // Whoever is just switching to another partner does not begin here.
        eb
          .exists(
            eb
              .selectFrom("partner_switches as w")
              .select("w.id")
              .whereRef("w.step_id", "=", "s.id")
              .where("w.status", "in", ["requested", "canceling"]),
          )
          .as("isLeaving"),
      )
      .select(["x.external_account_id as accountId", "x.external_enrollment_id as externalId"])
      // An admin sees every row; only the owner is let in.
      .where("e.user_id", "=", claims.sub)
      .where((eb) => eb.or([eb("e.id", "=", enrollmentId), eb("x.id", "=", enrollmentId)]))
      .orderBy(sql`s.status in ('in_progress', 'enrolling', 'failed')`, "desc")
      .orderBy("s.sequence_order", "desc")
      .limit(1)
      .executeTakeFirst()
  );
}

async function freshUrl(
  deps: LaunchDeps,
  partner: string,
  accountId: string,
  externalId: string,
): Promise<string> {
  try {
    const connector = deps.findConnector(partner);
    const returnUrl = `${deps.appUrl}/student/progress`;
    const { url } = await connector.getSsoLaunchUrl({ externalAccountId: accountId }, externalId, returnUrl);
    return url;
  } catch (error) {
    if (error instanceof PartnerAPIError) throw new LaunchRefusedError("partner_unavailable", error);
    throw error;
  }
}

async function recordAccess(tx: Tx, partnerEnrollmentId: string): Promise<void> {
  await tx
    .updateTable("partner_lms_enrollments")
    .set({ last_accessed_at: sql`now()` })
    .where("id", "=", partnerEnrollmentId)
    .execute();
}
