import { Branches } from "#app/programs/[slug]/branches.tsx";
import { CourseFacts } from "#app/programs/[slug]/course-facts.tsx";
import { Line } from "#components/line/Line.tsx";
import { Station } from "#components/line/Station.tsx";
import type { ProgramOption } from "#lib/db/reads/program-paths.ts";
import type { Program } from "#lib/db/reads/programs.ts";

/** Draws what is ahead: every step as a station, a fork where partners can be chosen, the certificate at the end. */
export function ProgramPath({ program, canChoose }: { program: Program; canChoose: boolean }) {
  const positions = [...Map.groupBy(program.path, (option) => option.sequenceOrder)];
  return (
    <section aria-labelledby="path">
      <h2 id="path">The path</h2>
      {program.path.length > 0 ? <p className="mt-1 text-ink-soft">{deliveredBy(program)}</p> : null}
      <div className="mt-6">
        <Line label={`The path of ${program.title}`}>
          {positions.map(([position, options], index) => (
            <Stop key={position} number={index + 1} options={options} canChoose={canChoose} />
          ))}
          <Station state="ahead" number={null} terminus>
            <h3>Your certificate</h3>
            <p className="text-ink-soft">
              Issued by itself when every required step is done, usually within a minute.
            </p>
          </Station>
        </Line>
      </div>
    </section>
  );
}

function deliveredBy(program: Program): string {
  const names = new Set(program.path.map((option) => option.partner.name));
  if (program.deliveryMode === "self_hosted") return "Delivered here, by the school itself.";
  if (names.size === 1) return `Delivered by ${[...names][0]}.`;
  return `Delivered by ${names.size} partners. You need one account only: ours.`;
}

function Stop(props: { number: number; options: readonly ProgramOption[]; canChoose: boolean }) {
  const [only, ...others] = props.options;
  if (!only) return null;
  if (others.length > 0) return <Fork {...props} />;
  return (
    <Station state="ahead" number={props.number} partner={only.partner.slug}>
      <h3>{only.course.name}</h3>
      <CourseFacts option={only} />
    </Station>
  );
}

function Fork(props: { number: number; options: readonly ProgramOption[]; canChoose: boolean }) {
  return (
    <Station state="ahead" number={props.number}>
      <Branches {...props} />
    </Station>
  );
}
