import { useTranslations } from "next-intl";
import { Branches } from "#app/programs/[slug]/branches.tsx";
import { CourseFacts } from "#app/programs/[slug]/course-facts.tsx";
import { OptionDates } from "#app/programs/[slug]/option-dates.tsx";
import { Line } from "#components/line/Line.tsx";
import { Station } from "#components/line/Station.tsx";
import type { OptionSessions } from "#lib/db/reads/course-sessions.ts";
import type { ProgramOption } from "#lib/db/reads/program-paths.ts";
import type { Program } from "#lib/db/reads/programs.ts";
import { choicesOf } from "#lib/domain/choose-options.ts";

interface PathProps {
  program: Program;
  canChoose: boolean;
  /** Ids of options that the address names. */
  chosen: readonly string[];
  /** By option id, for the options that have dates. */
  dates: ReadonlyMap<string, OptionSessions>;
}

/** Draws what is ahead: every step as a station, a fork where partners can be chosen, the certificate at the end. */
export function ProgramPath(props: PathProps) {
  const { program } = props;
  const t = useTranslations("program");
  const positions = [...Map.groupBy(program.path, (option) => option.sequenceOrder)];
  return (
    <section aria-labelledby="path">
      <h2 id="path">{t("path")}</h2>
      {program.path.length > 0 ? <DeliveredBy program={program} /> : null}
      <div className="mt-6">
        <Line label={t("pathOf", { program: program.title })}>
          {positions.map(([position, options], index) => (
            <Stop key={position} {...props} number={index + 1} options={options} />
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
  const forks = choicesOf(program.path);
  const words =
    program.deliveryMode === "self_hosted"
      ? t("deliveredHere")
      : forks > 0
        ? t("deliveredByChoice", { count: forks })
        : others.length === 0
          ? t("deliveredBy", { partner })
          : t("deliveredByMany", { count: others.length + 1 });
  return <p className="mt-1 text-ink-soft">{words}</p>;
}

function Stop(props: PathProps & { number: number; options: readonly ProgramOption[] }) {
  const [only, ...others] = props.options;
  if (!only) return null;
  if (others.length > 0)
    return (
      <Station state="ahead" number={props.number}>
        <Branches {...props} />
        <OptionDates {...props} />
      </Station>
    );
  return (
    <Station state="ahead" number={props.number} partner={only.partner.slug}>
      <h3>{only.course.name}</h3>
      <CourseFacts option={only} />
      <OptionDates {...props} options={[only]} />
    </Station>
  );
}
