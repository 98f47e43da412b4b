import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { currentLanguage } from "#app/i18n/preferences.ts";
import { getSay } from "#app/i18n/sayer.ts";
import type { PageParams, PageQuery } from "#app/page-props.ts";
import { EnrollCard } from "#app/programs/[slug]/enroll-card.tsx";
import { ProgramPath } from "#app/programs/[slug]/program-path.tsx";
import { findCurrentViewer } from "#app/viewer.ts";
import { PlainLink } from "#components/PlainLink.tsx";
import { partnersOf } from "#components/ProgramLine.tsx";
import { useSay } from "#components/use-say.ts";
import { useLanguage } from "#components/use-language.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { findMyEnrollment } from "#lib/db/reads/my-enrollment.ts";
import { findProgram, type Program } from "#lib/db/reads/programs.ts";
import { categoryName, credentialName } from "#lib/domain/catalogue-words.ts";
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
  const program = await findProgramOnce(slug);
  if (!program) notFound();
  const t = await getTranslations("program");
  const say = await getSay();
  const viewer = await findCurrentViewer();
  const enrollment = viewer && (await readAs(viewer.claims, (tx) => findMyEnrollment(tx, program.id)));
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
        <p className="mt-4 max-w-[65ch] text-lg text-ink-soft">
          {program.description || (await summaryOf(program))}
        </p>
        <Funding tags={program.fundingTags} />
      </div>
      <div className="lg:row-span-2">
        <EnrollCard
          program={program}
          isSignedIn={viewer !== null}
          enrollment={enrollment}
          problem={enrollProblem((await props.searchParams)["problem"])}
        />
      </div>
      <div>
        <ProgramPath program={program} canChoose={viewer !== null && !enrollment} />
        <Earned program={program} />
      </div>
    </div>
  );
}

/** What a program is, said from its path, where nobody wrote a description. */
async function summaryOf(program: Program): Promise<string> {
  const t = await getTranslations("program");
  const steps = new Set(program.path.map((option) => option.sequenceOrder)).size;
  if (steps === 0) return t("pathUnderWay");
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
    <section aria-labelledby="earned" className="mt-12 max-w-[65ch]">
      <h2 id="earned">{t("earn")}</h2>
      <ul className="mt-3 list-disc space-y-1 pl-5 marker:text-ink-soft">
        {program.path.map(({ optionId, partner, course }) =>
          course.credentialType ? (
            <li key={optionId}>
              {t("credentialFrom", {
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
