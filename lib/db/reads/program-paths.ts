/** The paths of programs: every option of every position, with course and partner. */
import { sql, type ExpressionBuilder } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import type { DB } from "#lib/db/types.ts";
import { readFormat, type DeliveryFormat } from "#lib/domain/delivery-format.ts";
import type { PricedOption } from "#lib/domain/offer-price.ts";

/** One partner course at one position; several rows of a position are options to choose from. */
export interface ProgramOption extends PricedOption {
  partner: {
    slug: string;
    name: string;
    description: string;
    /** How this partner teaches, in its own words. */
    delivery: string;
  };
  course: {
    name: string;
    description: string;
    format: DeliveryFormat;
    hours: number | null;
    kind: string;
    level: string | null;
    credentialType: string | null;
    /** Names of the courses of the same partner that are taken along with it, because it requires them. */
    includes: string[];
  };
  /** What students who were there gave the course, 1 to 5; null while nobody did. */
  rating: { count: number; average: number } | null;
  /** The next date with a seat left, told in the zone of where it takes place; null for courses without dates. */
  nextStart: { at: Date; timeZone: string } | null;
}

/** Reads the paths of these programs by program id, in the order of positions. One query. */
export async function readPaths(
  tx: Tx,
  programIds: readonly string[],
): Promise<Map<string, ProgramOption[]>> {
  if (programIds.length === 0) return new Map();
  const rows = await selectOptions(tx)
    .where("step.program_id", "in", programIds)
    .orderBy("step.sequence_order")
    .orderBy("provider.provider_name")
    .orderBy("course.course_name")
    .execute();
  const options = rows.map((row) => ({ programId: row.program_id, option: asOption(row) }));
  const groups = Map.groupBy(options, ({ programId }) => programId);
  return new Map([...groups].map(([id, group]) => [id, group.map(({ option }) => option)]));
}

const INCLUDES = sql<string[]>`array(
  select required.course_name from partner_course_requirements requirement
  join partner_courses required on required.id = requirement.required_course_id
  where requirement.course_id = course.id
  order by required.course_name)`;

function nextDate(eb: ExpressionBuilder<DB & { step: DB["program_partner_lms"] }, "step">) {
  return eb
    .selectFrom("partner_course_sessions as session")
    .whereRef("session.course_id", "=", "step.course_id")
    .where("session.active", "=", true)
    .where("session.starts_at", ">", sql<Date>`now()`)
    .whereRef("session.seats_taken", "<", "session.capacity")
    .orderBy("session.starts_at")
    .limit(1)
    .select(["session.starts_at", "session.time_zone"])
    .as("next");
}

function selectOptions(tx: Tx) {
  return tx
    .selectFrom("program_partner_lms as step")
    .innerJoin("partner_lms_providers as provider", "provider.id", "step.provider_id")
    .innerJoin("partner_courses as course", "course.id", "step.course_id")
    .leftJoin("program_option_ratings as rating", "rating.option_id", "step.id")
    .leftJoinLateral(nextDate, (join) => join.onTrue())
    .select(["rating.review_count", "rating.average", "next.starts_at", "next.time_zone"])
    .select([
      "step.id",
      "step.program_id",
      "step.sequence_order",
      "step.required",
      "step.surcharge_cents",
      "provider.provider_type",
      "provider.provider_name",
      "provider.description as provider_description",
      "provider.delivery_description",
      "provider.active as provider_active",
      "course.course_name",
      "course.description as course_description",
      "course.delivery_format",
      "course.hours",
      "course.kind",
      "course.level",
      "course.credential_type",
      "course.active as course_active",
      INCLUDES.as("includes"),
    ]);
}

type OptionRow = Awaited<ReturnType<ReturnType<typeof selectOptions>["execute"]>>[number];

function asOption(row: OptionRow): ProgramOption {
  return {
    optionId: row.id,
    sequenceOrder: row.sequence_order,
    required: row.required,
    surchargeCents: row.surcharge_cents,
    providerActive: row.provider_active,
    courseActive: row.course_active,
    partner: {
      slug: row.provider_type,
      name: row.provider_name,
      description: row.provider_description,
      delivery: row.delivery_description,
    },
    course: {
      name: row.course_name,
      description: row.course_description,
      format: readFormat(row.delivery_format) ?? "online",
      hours: row.hours === null ? null : Number(row.hours),
      kind: row.kind,
      level: row.level,
      credentialType: row.credential_type,
      includes: row.includes,
    },
    rating: row.average === null ? null : { count: row.review_count ?? 0, average: Number(row.average) },
    nextStart: row.starts_at && row.time_zone ? { at: row.starts_at, timeZone: row.time_zone } : null,
  };
}
