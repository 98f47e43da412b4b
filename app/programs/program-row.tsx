import { PlainLink } from "#components/PlainLink.tsx";
import { partnersOf, ProgramLine } from "#components/ProgramLine.tsx";
import type { Program } from "#lib/db/reads/programs.ts";
import { categoryLabel, lengthLabel } from "#lib/domain/catalogue-words.ts";
import { formatPrice } from "#lib/domain/money.ts";

/** Draws one program as a row of the departure board: where it leads, through whom, how long, for how much. */
export function ProgramRow({ program }: { program: Program }) {
  const facts = [categoryLabel(program.category), lengthLabel(program)].filter(Boolean).join(" · ");
  return (
    <li className="relative grid gap-x-6 gap-y-2 px-5 py-4 hover:bg-ground sm:grid-cols-[minmax(0,1fr)_11rem_6.5rem] sm:items-center">
      <div>
        <h2 className="text-lg">
          <PlainLink
            href={`/programs/${program.slug}`}
            className="static! no-underline after:absolute after:inset-0 hover:underline"
          >
            {program.title}
          </PlainLink>
        </h2>
        <p className="text-ink-soft">
          {facts} · {program.path.length > 0 ? `via ${partnersOf(program.path)}` : "path to come"}
        </p>
      </div>
      <ProgramLine path={program.path} />
      <p className="figures flex justify-between gap-3 font-bold sm:block sm:text-right">
        {formatPrice(program.priceCents, program.currency)}
        {program.notForSale ? <span className="block font-normal text-ink-soft">Not open now</span> : null}
      </p>
    </li>
  );
}
