/** Gets the voucher an enrollment or a retake uses up, the same one on every try. */
import {
  findHeldVoucher,
  inheritVoucher,
  keepReservedVoucher,
  takeCodeFromStock,
  type HeldVoucher,
  type VoucherHolder,
} from "#lib/db/vouchers.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import type { VoucherRule } from "#lib/automation/voucher-rule.ts";
import {
  PartnerAPIError,
  type PartnerConnector,
  type PartnerCourseRef,
  type VoucherRef,
} from "#lib/partners/base.ts";

/** The school's stock of codes is used up. */
export class StockEmptyError extends Error {
  override readonly name = "StockEmptyError";
}

export interface VoucherWish {
  partner: string;
  rule: VoucherRule;
  holder: VoucherHolder;
  course: PartnerCourseRef;
  /** 1 for the enrollment itself, then one more for each retake. */
  attempt: number;
}

/**
 * Returns the voucher of one try: the one it holds, else one an earlier enrollment of the step left unused, else a
 * new one, reserved at the partner under `<step>:<attempt>` or taken from the stock. Asking again gives the same.
 * Throws PartnerAPIError, or StockEmptyError when no code is left.
 */
export async function takeVoucher(
  deps: WorkerDeps,
  connector: PartnerConnector,
  wish: VoucherWish,
): Promise<HeldVoucher> {
  const known =
    (await findHeld(deps, wish)) ?? (await inheritVoucher(deps.db.kysely, wish.holder, wish.attempt));
  if (known) return known;
  if (wish.rule.keptBy === "stock") return takeCode(deps, wish);
  await reserveAtPartner(deps, connector, wish);
  const kept = await findHeld(deps, wish);
  if (kept) return kept;
  throw new PartnerAPIError("retry", {
    partner: wish.partner,
    operation: "reserveVoucher",
    message: "the voucher put aside is just being given back",
  });
}

function findHeld(deps: WorkerDeps, { holder, attempt }: VoucherWish): Promise<HeldVoucher | null> {
  return findHeldVoucher(deps.db.kysely, holder.partnerEnrollmentId, attempt);
}

async function reserveAtPartner(
  deps: WorkerDeps,
  connector: PartnerConnector,
  { partner, rule, holder, course, attempt }: VoucherWish,
): Promise<void> {
  if (!connector.reserveVoucher) throw new Error(`the connector of ${partner} cannot reserve vouchers`);
  const key = `voucher:${holder.partnerEnrollmentId}:${attempt}`;
  const reserved = await connector.reserveVoucher(course, `${holder.stepId}:${attempt}`, key);
  await keepReservedVoucher(deps.db.kysely, holder, { kind: rule.kind, attempt, ...reserved });
}

/** PostgreSQL: another run of the same try took a code first. */
const UNIQUE_VIOLATION = "23505";

async function takeCode(deps: WorkerDeps, wish: VoucherWish): Promise<HeldVoucher> {
  const { holder, rule, attempt } = wish;
  try {
    const taken = await takeCodeFromStock(deps.db.kysely, holder, { kind: rule.kind, attempt });
    if (taken) return taken;
  } catch (error) {
    const held = (error as { code?: unknown }).code === UNIQUE_VIOLATION ? await findHeld(deps, wish) : null;
    if (held) return held;
    throw error;
  }
  throw new StockEmptyError("no code is left");
}

/** What the partner is given of a voucher. Worth money: never logged. */
export function refOf({ externalVoucherId, code }: HeldVoucher): VoucherRef {
  return externalVoucherId ? { kind: "reserved", externalVoucherId } : { kind: "code", code: code! };
}
