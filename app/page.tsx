import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { ExampleLine } from "#app/example-line.tsx";
import { findCurrentViewer } from "#app/viewer.ts";
import { PlainLink } from "#components/PlainLink.tsx";
import { useSay } from "#components/use-say.ts";
import { useLanguage } from "#components/use-language.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { listPrograms, type Program } from "#lib/db/reads/programs.ts";
import { categoryName } from "#lib/domain/catalogue-words.ts";
import { readProgramFilter } from "#lib/domain/program-filter.ts";

export default async function StartPage() {
  const t = await getTranslations("home");
  const viewer = await findCurrentViewer();
  const programs = await readAs(null, (tx) => listPrograms(tx, readProgramFilter({})));
  const example = longestOpen(programs);
  return (
    <>
      <div className="max-w-3xl">
        <h1>{t("title")}</h1>
        <p className="mt-4 max-w-[60ch] text-lg text-ink-soft">{t("lead")}</p>
        <p className="mt-6 flex flex-wrap gap-3">
          <PlainLink href="/programs" className="button button-primary">
            {t("seePrograms")}
          </PlainLink>
          {viewer ? (
            <PlainLink href="/student/dashboard" className="button">
              {t("toDashboard")}
            </PlainLink>
          ) : (
            <PlainLink href="/sign-up" className="button">
              {t("createAccount")}
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
  const t = useTranslations("home");
  const say = useSay();
  const language = useLanguage();
  const fields = [...Map.groupBy(programs, (program) => program.category)]
    .map(([code, found]) => ({ code, name: say(categoryName(code)), count: found.length }))
    .toSorted((a, b) => a.name.localeCompare(b.name, language));
  if (fields.length === 0) return null;
  return (
    <section aria-labelledby="fields" className="mt-16">
      <h2 id="fields">{t("fields")}</h2>
      <ul className="mt-4 grid gap-x-8 sm:grid-cols-2 lg:grid-cols-3">
        {fields.map(({ code, name, count }) => (
          <li key={code} className="border-t border-edge py-3">
            <PlainLink href={`/programs?category=${encodeURIComponent(code)}`} className="font-semibold">
              {name}
            </PlainLink>
            <span className="figures float-right text-ink-soft">{t("programs", { count })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
