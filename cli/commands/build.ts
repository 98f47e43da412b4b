import { defineCommand, EXIT } from "#cli/command.ts";
import { buildPagesWhenStale } from "#cli/pages-build.ts";

/** `baton build` */
export const command = defineCommand({
  summary: "build the pages that web serves",
  about: `Builds the pages into .next/ when their sources changed since the last build; else does nothing. start does
this by itself, web does not.`,
  options: {},
  async run(_values, terminal) {
    const built = await terminal.step(
      "pages",
      () => buildPagesWhenStale(terminal.say),
      (was) => (was ? "built" : "up to date"),
    );
    terminal.result({ built }, []);
    return EXIT.ok;
  },
});
