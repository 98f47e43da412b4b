import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import type { PageParams, PageQuery } from "#app/page-props.ts";
import { EnrollCard } from "#app/programs/[slug]/enroll-card.tsx";
import { ProgramPath } from "#app/programs/[slug]/program-path.tsx";
import { findCurrentViewer } from "#app/viewer.ts";
import { PlainLink } from "#components/PlainLink.tsx";
import { partnersOf } from "#components/ProgramLine.tsx";
import { readAs } from "#lib/db/reads/read-as.ts";
import { findMyEnrollment } from "#lib/db/reads/my-enrollment.ts";
import { findProgram, type Program } from "#lib/db/reads/programs.ts";
import { categoryLabel, credentialLabel, inAList } from "#lib/domain/catalogue-words.ts";
import { enrollProblem } from "#lib/domain/problem-words.ts";

const findProgramOnce = cache((slug: string) => readAs(null, (tx) => findProgram(tx, slug)));

export async function generateMetadata(props: PageParams<{ slug: string }> & PageQuery): Promise<Metadata> {
  const program = await findProgramOnce((await props.params).slug);
  return program ? { title: program.title, description: summaryOf(program) } : { title: "No such program" };
}

export default async function ProgramPage(props: PageParams<{ slug: string }> & PageQuery) {
  const { slug } = await props.params;
  const program = await findProgramOnce(slug);
  if (!program) notFound();
  const viewer = await findCurrentViewer();
  const enrollment = viewer && (await readAs(viewer.claims, (tx) => findMyEnrollment(tx, program.id)));
  return (
    <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div>
        <p>
          <PlainLink href="/programs">Programs</PlainLink>
          <span className="text-ink-soft">
            {" "}
            <span aria-hidden="true">/</span> {categoryLabel(program.category)}
          </span>
        </p>
        <h1 className="mt-3">{program.title}</h1>
        <p className="mt-4 max-w-[65ch] text-lg text-ink-soft">{program.description || summaryOf(program)}</p>
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
function summaryOf(program: Program): string {
  const steps = new Set(program.path.map((option) => option.sequenceOrder)).size;
  if (steps === 0) return "The path of this program is still being put together.";
  const count = steps === 1 ? "One step" : `${steps} steps, one after the other`;
  return `${count}, taught by ${partnersOf(program.path)}. You enroll once; each step opens by itself when the one before is finished.`;
}

function Funding({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return null;
  const names = tags.map((tag) => tag.replaceAll("_", " ").replace("SELF PAY", "self-pay"));
  return <p className="mt-4">Ways to fund it: {inAList(names)}.</p>;
}

function Earned({ program }: { program: Program }) {
  const credentials = program.path.flatMap(({ optionId, partner, course }) =>
    course.credentialType
      ? [
          {
            optionId,
            text: `${credentialLabel(course.credentialType)} from ${partner.name} (${course.name})`,
          },
        ]
      : [],
  );
  return (
    <section aria-labelledby="earned" className="mt-12 max-w-[65ch]">
      <h2 id="earned">What you earn</h2>
      <ul className="mt-3 list-disc space-y-1 pl-5 marker:text-ink-soft">
        {credentials.map(({ optionId, text }) => (
          <li key={optionId}>{text}</li>
        ))}
        <li>The school’s certificate for {program.title}, as a PDF that anybody can verify</li>
      </ul>
    </section>
  );
}
