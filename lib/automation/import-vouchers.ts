/** Codes a partner sold the school come into the stock; whoever waited for one goes on at once. */
import { asItself, type Database, type Tx } from "#lib/db/client.ts";
import {
  addCodes,
  findCourseCodes,
  findProviderId,
  findStepsWaitingForStock,
} from "#lib/db/voucher-stock.ts";
import type { VoucherLine, WrongLine } from "#lib/domain/voucher-file.ts";
import type { PartnerDescriptor } from "#lib/partners/base.ts";
import type { Queue } from "#lib/queue/queue.ts";

/** What became of one line of the file. */
export interface ImportedLine {
  line: number;
  outcome: "added" | "known" | "refused";
  why?: string;
}

/** The partner is unknown, or keeps its vouchers itself. */
export class NoStockError extends Error {
  override readonly name = "NoStockError";
}

/** Ends the transaction of a dry run. */
class DryRunError extends Error {}

/**
 * Adds the codes of a file to a partner's stock and says what became of each line, in their order. With `dryRun` nothing
 * is kept. A second import of the same file adds nothing. Throws NoStockError.
 */
export async function importVouchers(
  deps: { db: Database; queue: Queue; descriptors: readonly PartnerDescriptor[] },
  request: { partner: string; lines: readonly (VoucherLine | WrongLine)[]; dryRun: boolean },
): Promise<ImportedLine[]> {
  const voucher = deps.descriptors.find(({ slug }) => slug === request.partner)?.voucher;
  if (voucher?.keptBy !== "stock")
    throw new NoStockError(`there is no stock of codes for "${request.partner}"`);
  let results: ImportedLine[] = [];
  const work = asItself(deps.db, async (tx) => {
    const providerId = await findProviderId(tx, request.partner);
    if (!providerId) throw new NoStockError(`the catalogue has no provider "${request.partner}"`);
    results = await importLines(tx, providerId, voucher.kind, request.lines);
    if (request.dryRun) throw new DryRunError();
    for (const stepId of await findStepsWaitingForStock(tx, providerId))
      await deps.queue.hurry(tx, "enroll-step", stepId);
  });
  await work.catch((error: unknown) => {
    if (!(error instanceof DryRunError)) throw error;
  });
  return results;
}

async function importLines(
  tx: Tx,
  providerId: string,
  kind: "exam_voucher" | "promo_code",
  lines: readonly (VoucherLine | WrongLine)[],
): Promise<ImportedLine[]> {
  const readable = lines.filter((line) => "code" in line);
  const wanted = readable.flatMap(({ courseCode }) => courseCode ?? []);
  const known = await findCourseCodes(tx, providerId, wanted);
  const hasCourse = ({ courseCode }: VoucherLine) => courseCode === null || known.has(courseCode);
  const added = await addCodes(tx, providerId, kind, readable.filter(hasCourse));
  return lines.map((line) => {
    if ("why" in line) return { line: line.line, outcome: "refused", why: line.why };
    if (!hasCourse(line))
      return { line: line.line, outcome: "refused", why: "the partner has no such course" };
    return { line: line.line, outcome: added.has(line.code) ? "added" : "known" };
  });
}
