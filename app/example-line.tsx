import { Line } from "#components/line/Line.tsx";
import { Station } from "#components/line/Station.tsx";
import { PartnerName } from "#components/PartnerName.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import type { Program } from "#lib/db/reads/programs.ts";

/** Draws a real program of the catalogue as an example of the whole road. */
export function ExampleLine({ program }: { program: Program }) {
  const positions = [...Map.groupBy(program.path, (option) => option.sequenceOrder).values()];
  return (
    <section aria-labelledby="example" className="card mt-12 px-5 py-6 sm:px-8 sm:py-8">
      <h2 id="example" className="text-lg">
        For example: <PlainLink href={`/programs/${program.slug}`}>{program.title}</PlainLink>
      </h2>
      <div className="mt-6">
        <Line wide label={`The stops of ${program.title}`}>
          <Station state="ahead" partner="self" number={null}>
            <p className="font-bold">You enroll</p>
            <p className="text-ink-soft">and pay once</p>
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
            <p className="font-bold">Your certificate</p>
            <p className="text-ink-soft">anybody can verify it</p>
          </Station>
        </Line>
      </div>
    </section>
  );
}
