import { defineCommand, EXIT } from "#cli/command.ts";
import { withOwnerDatabase } from "#cli/database.ts";
import { describeCount, loadSampleCatalogue } from "#cli/sample-catalogue.ts";

/** `baton seed` */
export const command = defineCommand({
  summary: "load the sample catalogue",
  about: `Loads the sample catalogue (7 partners, 49 programs) into DATABASE_URL, as the owner of the schema, or into
the database Baton keeps in .baton/. Run migrate first. A second run writes nothing; what you changed in a
sample row stays, and rows of your own are never touched.`,
  options: {},
  async run(_values, terminal) {
    const tables = await withOwnerDatabase(({ url }) => loadSampleCatalogue(url));
    terminal.result({ tables }, tables.map(describeCount));
    return EXIT.ok;
  },
});
