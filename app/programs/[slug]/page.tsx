import type { Metadata } from "next";
import { notFound, permanentRedirect } from "next/navigation";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { currentLanguage } from "#app/i18n/preferences.ts";
import { getSay } from "#app/i18n/sayer.ts";
import type { PageParams, PageQuery, Query } from "#app/page-props.ts";
import { EnrollCard } from "#app/programs/[slug]/enroll-card.tsx";
import { ProgramPath } from "#app/programs/[slug]/program-path.tsx";
import { ProgramReviews } from "#app/programs/[slug]/program-reviews.tsx";
import { findCurrentViewer } from "#app/viewer.ts";
import { Notice } from "#components/Notice.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { partnersOf } from "#components/ProgramLine.tsx";
import { useSay } from "#components/use-say.ts";
import { useLanguage } from "#components/use-language.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { readOptionSessions } from "#lib/db/reads/course-sessions.ts";
import { findMyEnrollment } from "#lib/db/reads/my-enrollment.ts";
import { findCurrentSlug, findProgram, type Program } from "#lib/db/reads/programs.ts";
import { categoryName, credentialName } from "#lib/domain/catalogue-words.ts";
import { readChoice } from "#lib/domain/choice-address.ts";
import { choicesOf } from "#lib/domain/choose-options.ts";
import { enrollProblem } from "#lib/domain/problem-words.ts";
import { sayList } from "#lib/domain/sentence.ts";

const findProgramOnce = cache((slug: string) => readAs(null, (tx) => findProgram(tx, slug)));

export async function generateMetadata(props: PageParams<{ slug: string }> & PageQuery): Promise<Metadata> {
  const program = await findProgramOnce((await props.params).slug);
  if (program) return { title: program.title, description: await summaryOf(program) };
  const t = await getTranslations("program");
  return { title: t("noSuchProgram") };
}

export default async function ProgramPage(props: PageParams<{ slug: string }> & PageQuery) {
  const { slug } = await props.params;
  const query = await props.searchParams;
  const program = (await findProgramOnce(slug)) ?? (await leadOn(slug, query));
  const t = await getTranslations("program");
  const say = await getSay();
  const viewer = await findCurrentViewer();
  const enrollment = viewer && (await readAs(viewer.claims, (tx) => findMyEnrollment(tx, program.id)));
  const dates = await readAs(null, (tx) => readOptionSessions(tx, program.id));
  const problem = enrollProblem(query["problem"]);
  const card = (
    <div key="card" className="lg:col-start-2 lg:row-span-3 lg:row-start-1">
      <EnrollCard program={program} isSignedIn={viewer !== null} enrollment={enrollment} />
    </div>
  );
  const path = (
    <div key="path" className="min-w-0">
      <ProgramPath
        program={program}
        canChoose={!enrollment}
        chosen={readChoice(program.path, (field) => query[field])}
        dates={dates}
      />
    </div>
  );
  return (
    <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div>
        <p>
          <PlainLink href="/programs">{t("programs")}</PlainLink>
          <span className="text-ink-soft">
            {" "}
            <span aria-hidden="true">/</span> {say(categoryName(program.category))}
          </span>
        </p>
        <h1 className="mt-3">{program.title}</h1>
        {problem ? (
          <div className="mt-4">
            <Notice tone="bad">{say(problem)}</Notice>
          </div>
        ) : null}
        <p className="mt-4 max-w-[65ch] text-lg text-ink-soft">
          {program.description || (await summaryOf(program))}
        </p>
        <Funding tags={program.fundingTags} />
      </div>
      {/* Below one another on a phone: what is to be chosen comes before the button that wants it. */}
      {choicesOf(program.path) > 0 ? [path, card] : [card, path]}
      <div>
        <Earned program={program} />
        <ProgramReviews programId={program.id} />
      </div>
    </div>
  );
}

/** Sends on to the address of today, with everything else of it kept, or says that there is no such program. */
async function leadOn(slug: string, query: Query): Promise<never> {
  const current = await readAs(null, (tx) => findCurrentSlug(tx, slug));
  if (!current) notFound();
  const fields = Object.entries(query).filter(
    (field): field is [string, string] => typeof field[1] === "string",
  );
  const more = new URLSearchParams(fields).toString();
  permanentRedirect(more ? `/programs/${current}?${more}` : `/programs/${current}`);
}

/** What a program is, said from its path, where nobody wrote a description. */
async function summaryOf(program: Program): Promise<string> {
  const t = await getTranslations("program");
  const steps = new Set(program.path.map((option) => option.sequenceOrder)).size;
  if (steps === 0) return t("pathUnderWay");
  const forks = choicesOf(program.path);
  if (forks > 0) return t("summaryWithChoice", { steps, choices: forks });
  return t("summary", { steps, partners: partnersOf(program.path, await currentLanguage()) });
}

function Funding({ tags }: { tags: readonly string[] }) {
  const t = useTranslations("program");
  const language = useLanguage();
  if (tags.length === 0) return null;
  const names = tags.map((tag) => (tag === "SELF_PAY" ? t("selfPay") : tag.replaceAll("_", " ")));
  return <p className="mt-4">{t("funding", { ways: sayList(names, language) })}</p>;
}

function Earned({ program }: { program: Program }) {
  const t = useTranslations("program");
  const say = useSay();
  return (
    <section aria-labelledby="earned" className="max-w-[65ch]">
      <h2 id="earned">{t("earn")}</h2>
      <ul className="mt-3 list-disc space-y-1 pl-5 marker:text-ink-soft">
        {program.path.map(({ optionId, partner, course, sequenceOrder }) =>
          course.credentialType ? (
            <li key={optionId}>
              {t(isChoice(program, sequenceOrder) ? "credentialIfChosen" : "credentialFrom", {
                credential: say(credentialName(course.credentialType)),
                partner: partner.name,
                course: course.name,
              })}
            </li>
          ) : null,
        )}
        <li>{t("schoolCertificate", { program: program.title })}</li>
      </ul>
    </section>
  );
}

function isChoice({ path }: Program, position: number): boolean {
  return path.filter((option) => option.sequenceOrder === position).length > 1;
}
