/** Which partner teaches each position of a program, out of the options the student may choose from. */

export interface PathOption {
  /** `program_partner_lms.id`. */
  optionId: string;
  sequenceOrder: number;
  required: boolean;
  providerActive: boolean;
  courseActive: boolean;
}

export type Choice =
  | { ok: true; optionIds: string[] }
  | { ok: false; reason: "no_required_step" | "unknown_option" | "choose_one" | "partner_unavailable" };

/**
 * Turns the chosen ids into exactly one option per position, in path order.
 *
 * A position with one option needs no choice. Refuses ids that are not of this program, two for one
 * position, none where there are several, and anything an inactive partner or course would have to teach.
 */
export function chooseOptions(options: readonly PathOption[], chosenIds: readonly string[]): Choice {
  if (!options.some((option) => option.required)) return { ok: false, reason: "no_required_step" };
  const chosen = new Set(chosenIds);
  if (chosenIds.some((id) => !options.some((option) => option.optionId === id)))
    return { ok: false, reason: "unknown_option" };
  const path: PathOption[] = [];
  for (const position of positionsOf(options)) {
    const picked =
      position.length === 1 ? position : position.filter((option) => chosen.has(option.optionId));
    const [only] = picked;
    if (!only || picked.length !== 1) return { ok: false, reason: "choose_one" };
    path.push(only);
  }
  if (path.some((option) => !option.providerActive || !option.courseActive))
    return { ok: false, reason: "partner_unavailable" };
  return { ok: true, optionIds: path.map((option) => option.optionId) };
}

/** Counts the positions of a path at which there is something to choose. */
export function choicesOf(options: readonly Pick<PathOption, "sequenceOrder">[]): number {
  const positions = [...Map.groupBy(options, (option) => option.sequenceOrder).values()];
  return positions.filter((position) => position.length > 1).length;
}

function positionsOf(options: readonly PathOption[]): PathOption[][] {
  const orders = [...new Set(options.map((option) => option.sequenceOrder))].sort((a, b) => a - b);
  return orders.map((order) => options.filter((option) => option.sequenceOrder === order));
}
