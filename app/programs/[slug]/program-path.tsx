import { useTranslations } from "next-intl";
import { Branches } from "#app/programs/[slug]/branches.tsx";
import { CourseFacts } from "#app/programs/[slug]/course-facts.tsx";
import { Line } from "#components/line/Line.tsx";
import { Station } from "#components/line/Station.tsx";
import type { ProgramOption } from "#lib/db/reads/program-paths.ts";
import type { Program } from "#lib/db/reads/programs.ts";

/** Draws what is ahead: every step as a station, a fork where partners can be chosen, the certificate at the end. */
export function ProgramPath({ program, canChoose }: { program: Program; canChoose: boolean }) {
  const t = useTranslations("program");
  const positions = [...Map.groupBy(program.path, (option) => option.sequenceOrder)];
  return (
    <section aria-labelledby="path">
      <h2 id="path">{t("path")}</h2>
      {program.path.length > 0 ? <DeliveredBy program={program} /> : null}
      <div className="mt-6">
        <Line label={t("pathOf", { program: program.title })}>
          {positions.map(([position, options], index) => (
            <Stop key={position} number={index + 1} options={options} canChoose={canChoose} />
          ))}
          <Station state="ahead" number={null} terminus>
            <h3>{t("yourCertificate")}</h3>
            <p className="text-ink-soft">{t("certificateWhen")}</p>
          </Station>
        </Line>
      </div>
    </section>
  );
}

function DeliveredBy({ program }: { program: Program }) {
  const t = useTranslations("program");
  const [partner = "", ...others] = new Set(program.path.map((option) => option.partner.name));
  const words =
    program.deliveryMode === "self_hosted"
      ? t("deliveredHere")
      : others.length === 0
        ? t("deliveredBy", { partner })
        : t("deliveredByMany", { count: others.length + 1 });
  return <p className="mt-1 text-ink-soft">{words}</p>;
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
