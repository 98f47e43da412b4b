import { defineCommand, EXIT } from "#cli/command.ts";
import { withOwnerDatabase } from "#cli/database.ts";
import { migrate } from "#lib/db/migrate.ts";

/** `baton migrate` */
export const command = defineCommand({
  summary: "bring the database to this version",
  about: `Applies the migrations that are missing on DATABASE_URL (as the owner of the schema), or on the database
Baton keeps in .baton/ when that is not set. Each file is one transaction; a second run finds nothing to do.`,
  options: {},
  async run(_values, terminal) {
    const applied = await withOwnerDatabase(({ url }) => migrate(url));
    terminal.result(
      { applied },
      applied.length ? applied.map((file) => `applied ${file}`) : ["nothing to do"],
    );
    return EXIT.ok;
  },
});
