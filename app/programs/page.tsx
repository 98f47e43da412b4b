import type { Metadata } from "next";
import type { PageQuery } from "#app/page-props.ts";
import { ProgramFilterForm } from "#app/programs/program-filter-form.tsx";
import { ProgramRow } from "#app/programs/program-row.tsx";
import { EmptyState } from "#components/EmptyState.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { readAs } from "#lib/db/reads/read-as.ts";
import { readProgramChoices } from "#lib/db/reads/program-choices.ts";
import { listPrograms } from "#lib/db/reads/programs.ts";
import { narrows, readProgramFilter } from "#lib/domain/program-filter.ts";

export const metadata: Metadata = { title: "Programs" };

export default async function ProgramsPage(props: PageQuery) {
  const filter = readProgramFilter(await props.searchParams);
  const { programs, choices } = await readAs(null, async (tx) => ({
    programs: await listPrograms(tx, filter),
    choices: await readProgramChoices(tx),
  }));
  const count = programs.length === 1 ? "1 program" : `${programs.length} programs`;
  return (
    <>
      <h1>Programs</h1>
      <div className="mt-8 grid gap-x-10 gap-y-6 lg:grid-cols-[17rem_minmax(0,1fr)]">
        <ProgramFilterForm filter={filter} choices={choices} />
        <section aria-label="Results">
          <output className="figures block text-ink-soft">
            {count}
            {narrows(filter) ? " found" : ""}
          </output>
          {programs.length > 0 ? (
            <ul className="card mt-3 divide-y divide-edge">
              {programs.map((program) => (
                <ProgramRow key={program.id} program={program} />
              ))}
            </ul>
          ) : (
            <div className="mt-3">
              <Nothing filtered={narrows(filter)} />
            </div>
          )}
        </section>
      </div>
    </>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  if (!filtered)
    return (
      <EmptyState title="There are no programs yet">
        <p>Your school has not published any. Have a look again later.</p>
      </EmptyState>
    );
  return (
    <EmptyState title="No program fits all of that">
      <p>Try fewer words, or leave one of the choices open.</p>
      <PlainLink className="button" href="/programs">
        Show all programs
      </PlainLink>
    </EmptyState>
  );
}
