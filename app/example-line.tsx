import { useTranslations } from "next-intl";
import { Line } from "#components/line/Line.tsx";
import { Station } from "#components/line/Station.tsx";
import { PartnerName } from "#components/PartnerName.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import type { Program } from "#lib/db/reads/programs.ts";

/** Draws a real program of the catalogue as an example of the whole road. */
export function ExampleLine({ program }: { program: Program }) {
  const t = useTranslations("home");
  const positions = [...Map.groupBy(program.path, (option) => option.sequenceOrder).values()];
  const link = () => <PlainLink href={`/programs/${program.slug}`}>{program.title}</PlainLink>;
  return (
    <section aria-labelledby="example" className="card mt-12 px-5 py-6 sm:px-8 sm:py-8">
      <h2 id="example" className="text-lg">
        {t.rich("example", { program: link })}
      </h2>
      <div className="mt-6">
        <Line wide label={t("stopsOf", { program: program.title })}>
          <Station state="ahead" partner="self" number={null}>
            <p className="font-bold">{t("youEnroll")}</p>
            <p className="text-ink-soft">{t("payOnce")}</p>
          </Station>
          {positions.map(([option]) =>
            option ? (
              <Station key={option.optionId} state="ahead" partner={option.partner.slug} number={null}>
                <p className="font-bold">
                  <PartnerName slug={option.partner.slug} name={option.partner.name} />
                </p>
                <p className="text-ink-soft">{option.course.name}</p>
              </Station>
            ) : null,
          )}
          <Station state="ahead" number={null} terminus>
            <p className="font-bold">{t("yourCertificate")}</p>
            <p className="text-ink-soft">{t("anybodyVerifies")}</p>
          </Station>
        </Line>
      </div>
    </section>
  );
}
