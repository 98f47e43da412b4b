import { ExampleLine } from "#app/example-line.tsx";
import { findCurrentViewer } from "#app/viewer.ts";
import { PlainLink } from "#components/PlainLink.tsx";
import { readAs } from "#lib/db/reads/read-as.ts";
import { listPrograms, type Program } from "#lib/db/reads/programs.ts";
import { categoryLabel } from "#lib/domain/catalogue-words.ts";
import { readProgramFilter } from "#lib/domain/program-filter.ts";

export default async function StartPage() {
  const viewer = await findCurrentViewer();
  const programs = await readAs(null, (tx) => listPrograms(tx, readProgramFilter({})));
  const example = longestOpen(programs);
  return (
    <>
      <div className="max-w-3xl">
        <h1>Enroll once. Every partner after that is a stop on your line.</h1>
        <p className="mt-4 max-w-[60ch] text-lg text-ink-soft">
          A program can lead through several training partners. Baton opens each account for you, lets you in
          with one click, starts the next course when you finish one, and issues your certificate at the end.
        </p>
        <p className="mt-6 flex flex-wrap gap-3">
          <PlainLink href="/programs" className="button button-primary">
            See the programs
          </PlainLink>
          {viewer ? (
            <PlainLink href="/student/dashboard" className="button">
              Go to your dashboard
            </PlainLink>
          ) : (
            <PlainLink href="/sign-up" className="button">
              Create an account
            </PlainLink>
          )}
        </p>
      </div>
      {example ? <ExampleLine program={example} /> : null}
      <Categories programs={programs} />
    </>
  );
}

/** The open program that leads through most partners shows best what the line is. */
function longestOpen(programs: readonly Program[]): Program | null {
  const partners = ({ path }: Program) => new Set(path.map((option) => option.partner.slug)).size;
  const open = programs.filter((program) => program.notForSale === null);
  return open.toSorted((a, b) => partners(b) - partners(a))[0] ?? null;
}

function Categories({ programs }: { programs: readonly Program[] }) {
  const byCategory = [...Map.groupBy(programs, (program) => program.category)];
  if (byCategory.length === 0) return null;
  return (
    <section aria-labelledby="fields" className="mt-16">
      <h2 id="fields">Find your field</h2>
      <ul className="mt-4 grid gap-x-8 sm:grid-cols-2 lg:grid-cols-3">
        {byCategory
          .toSorted(([a], [b]) => categoryLabel(a).localeCompare(categoryLabel(b)))
          .map(([category, found]) => (
            <li key={category} className="border-t border-edge py-3">
              <PlainLink
                href={`/programs?category=${encodeURIComponent(category)}`}
                className="font-semibold"
              >
                {categoryLabel(category)}
              </PlainLink>
              <span className="figures float-right text-ink-soft">
                {found.length === 1 ? "1 program" : `${found.length} programs`}
              </span>
            </li>
          ))}
      </ul>
    </section>
  );
}
