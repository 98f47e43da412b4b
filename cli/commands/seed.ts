import process from "node:process";
import { defineCommand, EXIT } from "#cli/command.ts";
import { withOwnerDatabase } from "#cli/database.ts";
import { addDemoPeople } from "#cli/demo-people.ts";
import { addDemoStock } from "#cli/demo-stock.ts";
import { describeCount, loadSampleCatalogue, sellablePartners } from "#cli/sample-catalogue.ts";

/** `baton seed` */
export const command = defineCommand({
  summary: "load the sample catalogue",
  about: `Loads the sample catalogue (7 partners, 49 programs) and a few demo programs into DATABASE_URL, as the owner of
the schema, or into the database Baton keeps in .baton/. Run migrate first. A second run writes nothing; what you
changed in a sample row stays, and rows of your own are never touched. Where variables of partners are set, only those
partners are switched on.`,
  options: {
    demo: {
      type: "boolean",
      about:
        "add student@example.com and admin@example.com, whose passwords the README tells everybody, and codes the sandbox's partners take",
    },
  },
  async run({ demo }, terminal) {
    const { tables, people, codes } = await withOwnerDatabase(async ({ url }) => ({
      tables: await loadSampleCatalogue(url, sellablePartners(process.env)),
      people: demo ? await addDemoPeople(url) : [],
      codes: demo ? await addDemoStock(url) : 0,
    }));
    const added = people.map(({ email, password }) => ({ email, password }));
    terminal.result({ tables, ...(demo ? { added, codes } : {}) }, [
      ...tables.map(describeCount),
      ...(demo ? [`codes that the sandbox takes ${codes} new`] : []),
      ...added.map(({ email, password }) => `sign-in: ${email} with password ${password}`),
    ]);
    return EXIT.ok;
  },
});
