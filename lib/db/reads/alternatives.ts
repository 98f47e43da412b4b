import type { Tx } from "#lib/db/client.ts";

/** Another course that may be taken at the position of a step. */
export interface Alternative {
  stepId: string;
  courseName: string;
  partner: { slug: string; name: string };
}

/** Reads what else can be taken at the positions of these steps, at partners that are active now. One query. */
export async function readAlternatives(tx: Tx, stepIds: readonly string[]): Promise<Alternative[]> {
  if (stepIds.length === 0) return [];
  const rows = await tx
    .selectFrom("enrollment_steps as step")
    .innerJoin("enrollments as enrollment", "enrollment.id", "step.enrollment_id")
    .innerJoin("program_partner_lms as option", (join) =>
      join
        .onRef("option.program_id", "=", "enrollment.program_id")
        .onRef("option.sequence_order", "=", "step.sequence_order"),
    )
    .innerJoin("partner_lms_providers as provider", "provider.id", "option.provider_id")
    .innerJoin("partner_courses as course", "course.id", "option.course_id")
    .where("step.id", "in", stepIds)
    .where("provider.active", "=", true)
    .where("course.active", "=", true)
    .orderBy("provider.provider_name")
    .orderBy("course.course_name")
    .select(["step.id as stepId", "course.course_name as courseName"])
    .select(["provider.provider_type as slug", "provider.provider_name as name"])
    .execute();
  return rows.map(({ slug, name, ...row }) => ({ ...row, partner: { slug, name } }));
}
