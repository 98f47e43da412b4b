import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import type { PageQuery } from "#app/page-props.ts";
import { ProgramFilterForm } from "#app/programs/program-filter-form.tsx";
import { ProgramRow } from "#app/programs/program-row.tsx";
import { EmptyState } from "#components/EmptyState.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { readAs } from "#lib/db/reads/read-as.ts";
import { readProgramChoices } from "#lib/db/reads/program-choices.ts";
import { listPrograms } from "#lib/db/reads/programs.ts";
import { narrows, readProgramFilter } from "#lib/domain/program-filter.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("catalogue");
  return { title: t("title") };
}

export default async function ProgramsPage(props: PageQuery) {
  const t = await getTranslations("catalogue");
  const filter = readProgramFilter(await props.searchParams);
  const { programs, choices } = await readAs(null, async (tx) => ({
    programs: await listPrograms(tx, filter),
    choices: await readProgramChoices(tx),
  }));
  return (
    <>
      <h1>{t("title")}</h1>
      <div className="mt-8 grid gap-x-10 gap-y-6 lg:grid-cols-[17rem_minmax(0,1fr)]">
        <ProgramFilterForm filter={filter} choices={choices} />
        <section aria-label={t("results")}>
          <output className="figures block text-ink-soft">
            {t(narrows(filter) ? "countFound" : "count", { count: programs.length })}
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
  const t = useTranslations("catalogue");
  if (!filtered)
    return (
      <EmptyState title={t("noneYet")}>
        <p>{t("noneYetWhy")}</p>
      </EmptyState>
    );
  return (
    <EmptyState title={t("noneFits")}>
      <p>{t("noneFitsWhy")}</p>
      <PlainLink className="button" href="/programs">
        {t("showAll")}
      </PlainLink>
    </EmptyState>
  );
}
