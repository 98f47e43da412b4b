import { readFileSync } from "node:fs";
import { CliError, defineCommand, EXIT, UsageError } from "#cli/command.ts";
import { withOwnerDatabase } from "#cli/database.ts";
import { importVouchers, NoStockError, type ImportedLine } from "#lib/automation/import-vouchers.ts";
import { openDatabase } from "#lib/db/client.ts";
import { readVoucherFile, type VoucherLine, type WrongLine } from "#lib/domain/voucher-file.ts";
import { partnerDescriptors } from "#lib/partners/index.ts";
import { openQueue } from "#lib/queue/queue.ts";

/** `baton vouchers import PARTNER FILE` */
export const command = defineCommand({
  summary: "bring codes that a partner sold the school into its stock",
  about: `Reads FILE (one code a line, or a CSV with the columns code, expires_on and course_code) and adds its codes to
the stock of PARTNER in DATABASE_URL, or in the database Baton keeps in .baton/. Students who wait for a code go on at
once. Codes are never printed: each line of the file is answered by its number. A second run adds nothing.`,
  words: ["action", "partner", "file"],
  options: {
    "dry-run": { type: "boolean", about: "say what would happen and keep nothing" },
  },
  async run({ action, partner, file, ...options }, terminal) {
    if (action !== "import") throw new UsageError(`"vouchers" can import, not "${action}"`);
    const lines = readVoucherFile(read(file));
    const dryRun = options["dry-run"] ?? false;
    const rows = await withOwnerDatabase(({ url }) => importInto(url, { partner, lines, dryRun }));
    const count = (outcome: ImportedLine["outcome"]) => rows.filter((row) => row.outcome === outcome).length;
    terminal.result({ dryRun, rows }, [
      ...rows.map(({ line, outcome, why }) => `line ${line}: ${outcome}${why ? `, ${why}` : ""}`),
      `${dryRun ? "would be: " : ""}${count("added")} added, ${count("known")} known, ${count("refused")} refused`,
    ]);
    return count("refused") > 0 ? EXIT.failed : EXIT.ok;
  },
});

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new CliError(`${file} cannot be read`, { cause: error });
  }
}

async function importInto(
  url: string,
  request: { partner: string; lines: (VoucherLine | WrongLine)[]; dryRun: boolean },
): Promise<ImportedLine[]> {
  const db = openDatabase(url, { max: 2, name: "baton-vouchers" });
  const queue = await openQueue(url, { supervise: false });
  try {
    return await importVouchers({ db, queue, descriptors: partnerDescriptors }, request);
  } catch (error) {
    if (error instanceof NoStockError) throw new CliError(error.message, { cause: error });
    throw error;
  } finally {
    await queue.stop(1);
    await db.close();
  }
}
